import { waitingRoom } from "@focus-squad/core";
import {
  createRatingStore,
  serverClock,
  useCountdown,
  usePresence,
  useRatingStore,
  useSessionTimer,
} from "@focus-squad/core/react";

const clock = serverClock(fetch);

export function Timer({ start }: { readonly start: string }) {
  const { phase, formatted } = useSessionTimer(start, { clock });
  return (
    <p>
      {phase} {formatted}
    </p>
  );
}

export function Waiting({ start }: { readonly start: string }) {
  const room = useCountdown(waitingRoom, start, { clock });
  const { badge } = usePresence();
  return (
    <p>
      {room?.remaining ?? "…"} {badge}
    </p>
  );
}

const store = createRatingStore(["9b2f3c1a-5d47-4e6b-8a10-3f1e2d4c5b6a"]);

export function Ratings() {
  const { ratings, setRating, canSubmitRatings } = useRatingStore(store);
  return (
    <form>
      {Object.entries(ratings).map(([id, { value }]) => (
        <button key={id} type="button" onClick={() => setRating(id, "green")}>
          {value ?? "not rated"}
        </button>
      ))}
      <button type="submit" disabled={!canSubmitRatings()}>
        Rate
      </button>
    </form>
  );
}
