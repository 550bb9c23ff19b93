"use client";

import { hasReflection, type Phase, toApiPhase } from "@focus-squad/core";
import {
  REFLECTION_PHASES,
  type ReflectionPhase,
  safeCheckReflection,
} from "@focus-squad/core/full";
import { type Clock, useSessionTimer } from "@focus-squad/core/react";
import { useId, useState } from "react";

import type { Session } from "../lib/types";
import { useAction } from "../lib/use-action";
import { useReading } from "../lib/use-reading";
import type { UserApi } from "../lib/user-api";
import { phaseLabel, REFLECTION_WORDS } from "../lib/words";
import { ActionNotice } from "./action-notice";
import { ErrorNotice } from "./notice";

interface Props {
  readonly user: UserApi;
  readonly session: Session;
  readonly clock: Clock;
}

/** The others write too, and no event tells of it. */
const POLL_MS = 15_000;

/** What people at the table wrote, and the question of a phase that asks one. */
export function BoardCard({ user, session, clock }: Props) {
  const { phase } = useSessionTimer(session.start_time, { clock });
  const key = `${user.userId} ${session.id}`;
  const board = useReading(key, () => user.reflections(session.id), POLL_MS);
  const asked = askedIn(phase);
  const written = board.value ?? [];
  const own = written.find((one) => one.user_id === user.userId && one.phase === asked);
  return (
    <section className="card" aria-labelledby="board-title">
      <h2 id="board-title">The board</h2>
      {board.error !== null && <ErrorNotice error={board.error} />}
      {written.length === 0 ? (
        <p className="hint">Nobody has written anything yet.</p>
      ) : (
        <ul className="rows" aria-label="Reflections">
          {written.map((reflection) => (
            <li key={reflection.id}>
              <div className="row-text">
                <span className="fine">
                  {reflection.display_name}, {reflectionLabel(reflection.phase)}
                </span>
                <span className="prose">{reflection.content}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
      {asked !== null && (
        <ReflectionForm
          key={`${asked} ${own?.content}`}
          user={user}
          session={session}
          phase={asked}
          before={own?.content ?? ""}
          onWritten={board.refresh}
        />
      )}
    </section>
  );
}

function ReflectionForm(props: {
  readonly user: UserApi;
  readonly session: Session;
  readonly phase: ReflectionPhase;
  /** What one wrote there already; empty for nothing. */
  readonly before: string;
  readonly onWritten: () => Promise<void>;
}) {
  const { user, session, phase, before, onWritten } = props;
  const id = useId();
  const [content, setContent] = useState(before);
  const action = useAction();
  return (
    <form
      className="stack"
      aria-label={`Reflection for ${reflectionLabel(phase)}`}
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(safeCheckReflection({ phase, content }), async () => {
          await user.reflect(session.id, { phase, content });
          await onWritten();
        });
      }}
    >
      <div className="field">
        <label htmlFor={`${id}-content`}>{REFLECTION_WORDS[phase]}</label>
        <textarea
          id={`${id}-content`}
          rows={2}
          value={content}
          onChange={(event) => {
            setContent(event.target.value);
            action.clear();
          }}
        />
      </div>
      <ActionNotice state={action.state} />
      <div className="row">
        <button type="submit" className="button button-main">
          {action.state.kind === "sending"
            ? "Writing …"
            : before === ""
              ? "Write on the board"
              : "Write it anew"}
        </button>
      </div>
    </form>
  );
}

/** The phase that the board asks about now; null in those without a question. */
function askedIn(phase: Phase): ReflectionPhase | null {
  if (!hasReflection(phase)) return null;
  const code = toApiPhase(phase);
  return REFLECTION_PHASES.find((asked) => asked === code) ?? null;
}

function reflectionLabel(phase: ReflectionPhase): string {
  return phaseLabel({ current_phase: phase, has_started: true });
}
