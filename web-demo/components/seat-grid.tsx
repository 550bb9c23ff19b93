import type { Participant } from "../lib/types";
import { seatName } from "../lib/words";

interface Props {
  readonly participants: readonly Participant[];
  readonly userId: string;
  readonly topic: string | null;
}

const SEATS = [1, 2, 3, 4] as const;

/** Four seats around a table. */
export function SeatGrid({ participants, userId, topic }: Props) {
  return (
    <div className="table">
      <ul className="seats" aria-label="Seats">
        {SEATS.map((number) => {
          const seat = participants.find((one) => one.seat_number === number && one.is_active);
          return (
            <li key={number} className={seatClass(seat, userId)}>
              <span className="seat-badge" aria-hidden="true">
                {number}
              </span>
              <span className="seat-name">{seat === undefined ? "Free seat" : seatName(seat)}</span>
              <span className="seat-note">{seat === undefined ? "" : seatNote(seat, userId)}</span>
            </li>
          );
        })}
      </ul>
      {topic !== null && <p className="table-topic">{topic}</p>}
    </div>
  );
}

function seatClass(seat: Participant | undefined, userId: string): string {
  if (seat === undefined) {
    return "seat seat-free";
  }
  return seat.user_id === userId ? "seat seat-mine" : "seat";
}

function seatNote(seat: Participant, userId: string): string {
  if (seat.user_id === userId) {
    return "you";
  }
  return seat.participant_type === "ai_companion" ? "companion" : `seat ${seat.seat_number}`;
}
