"use client";

import type { Clock } from "@focus-squad/core/clock";
import { waitTime } from "@focus-squad/core/full";

import { formatInstant } from "../lib/instant";
import type { UpcomingSession } from "../lib/types";
import { MODE_WORDS, phaseLabel } from "../lib/words";

interface Props {
  readonly upcoming: readonly UpcomingSession[];
  readonly clock: Clock;
  readonly onOpen: (sessionId: string) => void;
}

/** The seats that one has. */
export function UpcomingCard({ upcoming, clock, onOpen }: Props) {
  return (
    <section className="card" aria-labelledby="upcoming-title">
      <h2 id="upcoming-title">Your sessions</h2>
      {upcoming.length === 0 ? (
        <p className="hint">No seat is yours yet.</p>
      ) : (
        <ul className="rows" aria-label="Your sessions">
          {upcoming.map((session) => (
            <li key={session.id}>
              <div className="row-text">
                <time dateTime={session.start_time}>{formatInstant(session.start_time)}</time>
                <span className="fine">
                  {session.has_started
                    ? phaseLabel(session)
                    : `in ${waitTime(session.start_time, clock.now()).waitMinutes} min`}
                  , {session.participant_count} at the table, you on seat {session.my_seat_number}
                </span>
                <span className="fine">
                  {[MODE_WORDS[session.mode], session.topic].filter(Boolean).join(", ")}
                </span>
              </div>
              <button
                type="button"
                className="button button-small"
                aria-label={`Open the session of ${formatInstant(session.start_time)}`}
                onClick={() => onOpen(session.id)}
              >
                Open
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
