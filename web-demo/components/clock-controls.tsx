"use client";

import { nextPhaseChange, SESSION_SECONDS } from "@focus-squad/core";
import { useState } from "react";

import { type ClockReading, serverNow } from "../lib/clock";
import type { Session } from "../lib/types";

interface Props {
  readonly session: Session | null;
  readonly now: number;
  readonly clock: ClockReading;
  readonly onAdvance: (milliseconds: number) => Promise<void>;
  readonly onNewTable: () => Promise<void>;
}

const MINUTE_MS = 60_000;
const SESSION_MS = SESSION_SECONDS * 1000;

/** The development clock only moves forward. */
export function ClockControls({ session, now, clock, onAdvance, onNewTable }: Props) {
  const [busy, setBusy] = useState(false);
  const isLive = session !== null && nextPhaseChange(session.start_time, now) !== null;

  // The buttons stay enabled while the clock moves: a disabled one would lose the keyboard's focus.
  async function run(action: () => Promise<void>) {
    if (!busy) {
      setBusy(true);
      await action();
      setBusy(false);
    }
  }

  async function toNextPhase(start: string) {
    const fresh = serverNow(clock);
    const boundary = nextPhaseChange(start, fresh);
    if (boundary !== null) {
      await onAdvance(Math.ceil(boundary - fresh));
    }
  }

  return (
    <fieldset className="controls" aria-busy={busy}>
      <legend>Move the clock</legend>
      <button type="button" className="button" onClick={() => void run(() => onAdvance(MINUTE_MS))}>
        +1 min
      </button>
      {isLive && (
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
