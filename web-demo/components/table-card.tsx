"use client";

import { PHASES } from "@focus-squad/core";
import { type ServerClock, type SessionTimer, useSessionTimer } from "@focus-squad/core/react";

import { formatInstant } from "../lib/instant";
import type { Session } from "../lib/types";
import { ClockControls } from "./clock-controls";
import { CopyId } from "./copy-id";
import { PhaseBar } from "./phase-bar";
import { SeatGrid } from "./seat-grid";

interface Props {
  readonly session: Session | null;
  readonly clock: ServerClock;
  /** When the session was read, by the server's clock, in milliseconds since the epoch. */
  readonly readAt: number;
  readonly userId: string;
  readonly onAdvance: (milliseconds: number) => Promise<void>;
  readonly onNewTable: () => Promise<void>;
  /** The server knows more in another phase: who owes ratings, whether the table is still live. */
  readonly onPhaseChange: () => void;
}

/** The table with its seats and its timer, and the hand on the clock. */
export function TableCard(props: Props) {
  const { session, clock, readAt, userId, onAdvance, onNewTable, onPhaseChange } = props;
  const timer = useSessionTimer(session?.start_time, { clock, onPhaseChange });
  const now = timer.isRunning ? timer.now : null;
  return (
    <section className="card" aria-labelledby="table-title">
      <div className="card-head">
        <h2 id="table-title">Your table</h2>
        <span className="fine">Server time {formatInstant(now ?? readAt)}</span>
      </div>
      {session === null ? (
        <p className="hint">Nobody sits at a table right now.</p>
      ) : (
        <LiveTable session={session} timer={timer} userId={userId} />
      )}
      <ClockControls
        session={session}
        clock={clock}
        isLive={timer.isRunning}
        onAdvance={onAdvance}
        onNewTable={onNewTable}
      />
    </section>
  );
}

function LiveTable(props: {
  readonly session: Session;
  readonly timer: SessionTimer;
  readonly userId: string;
}) {
  const { session, timer, userId } = props;
  const label = PHASES.find((row) => row.phase === timer.phase)?.label;
  return (
    <>
      <div className="clock">
        <p className="clock-phase" aria-live="polite" data-testid="phase">
          {label}
        </p>
        <p className="clock-time" role="timer" aria-label="Left in this phase">
          {timer.formatted}
        </p>
        <p className="fine">
          <span data-testid="total">{timer.formattedTotal}</span> until the table closes
        </p>
      </div>
      <PhaseBar phase={timer.phase} progress={timer.progress} />
      <SeatGrid participants={session.participants} userId={userId} topic={session.topic} />
      <CopyId id={session.id} />
    </>
  );
}
