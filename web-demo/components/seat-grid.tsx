import { nameAvatar } from "@focus-squad/core/full";

import type { Participant } from "../lib/types";
import { seatName } from "../lib/words";

interface Props {
  readonly participants: readonly Participant[];
  /** Users that are in the room. */
  readonly present: ReadonlySet<string>;
  readonly userId: string;
  readonly topic: string | null;
}

const SEATS = [1, 2, 3, 4] as const;

/** Four seats around a table. */
export function SeatGrid({ participants, present, userId, topic }: Props) {
  return (
    <div className="table">
      <ul className="seats" aria-label="Seats">
        {SEATS.map((number) => {
          const seat = participants.find((one) => one.seat_number === number && one.is_active);
          return (
            <li key={number} className={seatClass(seat, userId)}>
              <SeatBadge seat={seat} number={number} />
              <span className="seat-name">{seat === undefined ? "Free seat" : seatName(seat)}</span>
              <span className="seat-note">
                {seat === undefined ? "" : seatNote(seat, userId, present)}
              </span>
            </li>
          );
        })}
      </ul>
      {topic !== null && <p className="table-topic">{topic}</p>}
    </div>
  );
}

function SeatBadge(props: { readonly seat: Participant | undefined; readonly number: number }) {
  const { seat, number } = props;
  const avatar = seat === undefined ? null : nameAvatar({ name: seatName(seat) });
  return (
    <span
      className="seat-badge"
      aria-hidden="true"
      style={avatar === null ? undefined : { background: avatar.color }}
    >
      {avatar?.initials ?? number}
    </span>
  );
}

function seatClass(seat: Participant | undefined, userId: string): string {
  if (seat === undefined) {
    return "seat seat-free";
  }
  return seat.user_id === userId ? "seat seat-mine" : "seat";
}

function seatNote(seat: Participant, userId: string, present: ReadonlySet<string>): string {
  if (seat.user_id === userId) {
    return "you";
  }
  if (seat.participant_type === "ai_companion") {
    return "companion";
  }
  const isHere = seat.user_id !== null && present.has(seat.user_id);
  return isHere ? `seat ${seat.seat_number}, in the room` : `seat ${seat.seat_number}`;
}
