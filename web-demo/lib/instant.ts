/** Instants as a person reads them. */

const CLOCK = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "UTC",
});

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

const TIME = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" });

/** An instant as a person reads it, in UTC. */
export function formatInstant(instant: string | number): string {
  return `${CLOCK.format(new Date(instant))} UTC`;
}

/** The day of an instant, in UTC. */
export function formatDay(instant: string): string {
  return DAY.format(new Date(instant));
}

/** The time of an instant, in UTC. */
export function formatTimeOfDay(instant: string): string {
  return `${TIME.format(new Date(instant))} UTC`;
}
