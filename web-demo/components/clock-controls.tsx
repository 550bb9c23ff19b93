"use client";

import { nextPhaseChange, SESSION_SECONDS } from "@focus-squad/core";
import type { Clock } from "@focus-squad/core/react";
import { useRef, useState } from "react";

import type { Session } from "../lib/types";

interface Props {
  readonly session: Session | null;
  readonly clock: Clock;
  /** Whether the session has not ended. */
  readonly isLive: boolean;
  readonly onAdvance: (milliseconds: number) => Promise<void>;
  readonly onNewTable: () => Promise<void>;
}

const MINUTE_MS = 60_000;
const SESSION_MS = SESSION_SECONDS * 1000;

/** The development clock only moves forward. */
export function ClockControls({ session, clock, isLive, onAdvance, onNewTable }: Props) {
  const [waiting, setWaiting] = useState(0);
  const last = useRef(Promise.resolve());

  // The buttons stay enabled while the clock moves, for a disabled one would lose the keyboard's
  // focus: what is asked for meanwhile is done afterwards.
  function run(action: () => Promise<void>) {
    setWaiting((count) => count + 1);
    last.current = last.current.then(action).finally(() => setWaiting((count) => count - 1));
  }

  async function toNextPhase(start: string) {
    const now = clock.now();
    const boundary = nextPhaseChange(start, now);
    if (boundary !== null) {
      await onAdvance(Math.ceil(boundary - now));
    }
  }

  return (
    <fieldset className="controls" aria-busy={waiting > 0}>
      <legend>Move the clock</legend>
      <button type="button" className="button" onClick={() => run(() => onAdvance(MINUTE_MS))}>
        +1 min
      </button>
      {session !== null && isLive && (
        <button
          type="button"
          className="button button-main"
          onClick={() => run(() => toNextPhase(session.start_time))}
        >
          To the next phase
        </button>
      )}
      <button type="button" className="button" onClick={() => run(() => onAdvance(SESSION_MS))}>
        +{SESSION_MS / MINUTE_MS} min
      </button>
      {!isLive && (
        <button type="button" className="button button-main" onClick={() => run(onNewTable)}>
          Start a new table
        </button>
      )}
    </fieldset>
  );
}
