"use client";

import type { Clock } from "@focus-squad/core/clock";
import { type Gate, waitTime } from "@focus-squad/core/full";

import { formatInstant, formatTimeOfDay } from "../lib/instant";
import type { Slot } from "../lib/types";

interface Props {
  /** Null until they are known. */
  readonly slots: readonly Slot[] | null;
  readonly clock: Clock;
  /** The slot that a table is being looked for at. */
  readonly joining: string | null;
  readonly gateOf: (start: string) => Gate;
  readonly onSitDown: (start: string) => void;
}

/** When sessions start next, and who is there already. */
export function SlotList({ slots, clock, joining, gateOf, onSitDown }: Props) {
  if (slots === null) {
    return <p className="hint">Looking for the next slots …</p>;
  }
  return (
    <ul className="rows" aria-label="Slots">
      {slots.map((slot) => {
        const { start_time: start, queue_count: seated, estimated_count: expected } = slot;
        const { waitMinutes } = waitTime(start, clock.now());
        return (
          <li key={start}>
            <div className="row-text">
              <time dateTime={start} title={formatInstant(start)}>
                {formatTimeOfDay(start)}
              </time>
              <span className="fine">
                in {waitMinutes} min, {seated} seated, about {expected} expected
              </span>
            </div>
            {slot.has_user_session ? (
              <span className="tag">Your seat</span>
            ) : (
              <button
                type="button"
                className="button button-small"
                aria-label={`Sit down at ${formatTimeOfDay(start)}`}
                disabled={gateOf(start).disabled}
                onClick={() => onSitDown(start)}
              >
                {joining === start ? "Looking …" : "Sit down"}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
