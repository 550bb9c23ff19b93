/** Instants as a person reads them. */

const CLOCK = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "UTC",
});

/** An instant as a person reads it, in UTC. */
export function formatInstant(instant: string | number): string {
  return `${CLOCK.format(new Date(instant))} UTC`;
}
