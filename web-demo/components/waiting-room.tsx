"use client";

import { formatTime, waitingRoom } from "@focus-squad/core";
import { type Clock, useCountdown } from "@focus-squad/core/react";

import { formatTimeOfDay } from "../lib/instant";

interface Props {
  readonly start: string;
  readonly clock: Clock;
}

/** Until the session starts. */
export function WaitingRoom({ start, clock }: Props) {
  const room = useCountdown(waitingRoom, start, { clock });
  return (
    <div className="clock">
      <p className="clock-phase" aria-live="polite" data-testid="phase">
        {room?.getReady === true ? "Get ready" : "Waiting room"}
      </p>
      <p className="clock-time" role="timer" aria-label="Until the session starts">
        {formatTime(room?.remaining ?? 0)}
      </p>
      <p className="fine">The session starts at {formatTimeOfDay(start)}.</p>
    </div>
  );
}
