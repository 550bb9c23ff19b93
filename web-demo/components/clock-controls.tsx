"use client";

import { nextPhaseChange, SESSION_SECONDS } from "@focus-squad/core";
import type { Clock } from "@focus-squad/core/react";
import { useState } from "react";

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
  const [busy, setBusy] = useState(false);

  // The buttons stay enabled while the clock moves: a disabled one would lose the keyboard's focus.
  async function run(action: () => Promise<void>) {
    if (!busy) {
      setBusy(true);
      await action();
      setBusy(false);
    }
  }

  async function toNextPhase(start: string) {
    const now = clock.now();
    const boundary = nextPhaseChange(start, now);
    if (boundary !== null) {
      await onAdvance(Math.ceil(boundary - now));
    }
  }

  return (
    <fieldset className="controls" aria-busy={busy}>
      <legend>Move the clock</legend>
      <button type="button" className="button" onClick={() => void run(() => onAdvance(MINUTE_MS))}>
        +1 min
      </button>
      {session !== null && isLive && (
        <button
          type="button"
          className="button button-main"
          onClick={() => void run(() => toNextPhase(session.start_time))}
        >
          To the next phase
        </button>
      )}
      <button
        type="button"
        className="button"
        onClick={() => void run(() => onAdvance(SESSION_MS))}
      >
        +{SESSION_MS / MINUTE_MS} min
      </button>
      {!isLive && (
        <button type="button" className="button button-main" onClick={() => void run(onNewTable)}>
          Start a new table
        </button>
      )}
    </fieldset>
  );
}
