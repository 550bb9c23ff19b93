"use client";

import { PHASES } from "@focus-squad/core";
import { type ServerClock, type SessionTimer, useSessionTimer } from "@focus-squad/core/react";

import { formatInstant, formatTimeOfDay } from "../lib/instant";
import type { Session } from "../lib/types";
import type { LiveTable } from "../lib/use-live-table";
import type { UserApi } from "../lib/user-api";
import { LANGUAGE_WORDS, MODE_WORDS } from "../lib/words";
import { ClockControls } from "./clock-controls";
import { CopyId } from "./copy-id";
import { PhaseBar } from "./phase-bar";
import { SeatGrid } from "./seat-grid";
import { WaitingRoom } from "./waiting-room";
import { WayOutForm } from "./way-out-form";

interface Props {
  readonly session: Session | null;
  readonly live: LiveTable;
  readonly user: UserApi;
  readonly clock: ServerClock;
  /** When the session was read, by the server's clock, in milliseconds since the epoch. */
  readonly readAt: number;
  readonly onAdvance: (milliseconds: number) => Promise<void>;
  readonly onNewTable: () => Promise<void>;
  /** The server knows more in another phase: who owes ratings, whether the table is still live. */
  readonly onPhaseChange: () => void;
  /** The seat was given up. */
  readonly onGone: (message: string) => void;
}

/** The table with its seats and its timer, and the hand on the clock. */
export function TableCard(props: Props) {
  const { session, clock, readAt, onAdvance, onNewTable, onPhaseChange } = props;
  const timer = useSessionTimer(session?.start_time, { clock, onPhaseChange });
  const now = timer.isRunning ? timer.now : null;
  return (
    <section className="card" aria-labelledby="table-title">
      <div className="card-head">
        <h2 id="table-title">Your table</h2>
        <span className="fine">Server time {formatInstant(now ?? readAt)}</span>
      </div>
      {session === null ? (
        <p className="hint">You sit at no table right now. Find one, or start a new one.</p>
      ) : (
        <SetTable {...props} session={session} timer={timer} />
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

/** A table that somebody sits at: before the start, while it is live, after the end. */
function SetTable(props: Props & { readonly session: Session; readonly timer: SessionTimer }) {
  const { session, live, user, clock, timer, onGone } = props;
  const participants = session.participants.map((seat) => live.seats.get(seat.id) ?? seat);
  const known = new Set(participants.map((seat) => seat.id));
  const newcomers = [...live.seats.values()].filter((seat) => !known.has(seat.id));
  return (
    <>
      {timer.now !== null && timer.phase === "idle" ? (
        <WaitingRoom start={session.start_time} clock={clock} />
      ) : (
        <LiveClock timer={timer} />
      )}
      <SeatGrid
        participants={[...participants, ...newcomers]}
        present={live.present}
        userId={user.userId}
        topic={session.topic}
      />
      <p className="fine">
        {formatInstant(session.start_time)} to {formatTimeOfDay(session.end_time)},{" "}
        {MODE_WORDS[session.mode]}, {LANGUAGE_WORDS[session.language]}
        {live.isOpen && ", live"}
      </p>
      <CopyId id={session.id} />
      {timer.isRunning && (
        <WayOutForm key={session.id} user={user} session={session} clock={clock} onGone={onGone} />
      )}
    </>
  );
}

function LiveClock({ timer }: { readonly timer: SessionTimer }) {
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
    </>
  );
}
