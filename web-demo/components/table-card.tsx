"use client";

import { formatTime, PHASES, phaseInfo } from "@focus-squad/core";
import { useEffect } from "react";

import { type ClockReading, formatInstant, useServerNow } from "../lib/clock";
import type { Session } from "../lib/types";
import { ClockControls } from "./clock-controls";
import { CopyId } from "./copy-id";
import { PhaseBar } from "./phase-bar";
import { SeatGrid } from "./seat-grid";

interface Props {
  readonly session: Session | null;
  readonly clock: ClockReading;
  readonly userId: string;
  readonly onAdvance: (milliseconds: number) => Promise<void>;
  readonly onNewTable: () => Promise<void>;
  readonly onPhaseChange: () => void;
}

/** The table with its seats and its timer, and the hand on the clock. */
export function TableCard(props: Props) {
  const { session, clock, userId, onAdvance, onNewTable, onPhaseChange } = props;
  const now = useServerNow(clock);
  return (
    <section className="card" aria-labelledby="table-title">
      <div className="card-head">
        <h2 id="table-title">Your table</h2>
        <span className="fine">Server time {formatInstant(now)}</span>
      </div>
      {session === null ? (
        <p className="hint">Nobody sits at a table right now.</p>
      ) : (
        <LiveTable
          session={session}
          now={now}
          readAt={clock.readAt}
          userId={userId}
          onPhaseChange={onPhaseChange}
        />
      )}
      <ClockControls
        session={session}
        now={now}
        clock={clock}
        onAdvance={onAdvance}
        onNewTable={onNewTable}
      />
    </section>
  );
}

function LiveTable(props: {
  readonly session: Session;
  readonly now: number;
  readonly readAt: number;
  readonly userId: string;
  readonly onPhaseChange: () => void;
}) {
  const { session, now, readAt, userId, onPhaseChange } = props;
  const info = phaseInfo(session.start_time, now);
  const label = PHASES.find((row) => row.phase === info.phase)?.label;

  // The server knows more in another phase: who owes ratings, whether the table is still live.
  const phaseWhenRead = phaseInfo(session.start_time, readAt).phase;
  useEffect(() => {
    if (info.phase !== phaseWhenRead) {
      onPhaseChange();
    }
  }, [info.phase, phaseWhenRead, onPhaseChange]);

  return (
    <>
      <div className="clock">
        <p className="clock-phase" aria-live="polite" data-testid="phase">
          {label}
        </p>
        <p className="clock-time" role="timer" aria-label="Left in this phase">
          {formatTime(info.timeRemaining)}
        </p>
        <p className="fine">
          <span data-testid="total">{formatTime(info.totalTimeRemaining)}</span> until the table
          closes
        </p>
      </div>
      <PhaseBar phase={info.phase} progress={info.progress} />
      <SeatGrid participants={session.participants} userId={userId} topic={session.topic} />
      <CopyId id={session.id} />
    </>
  );
}
