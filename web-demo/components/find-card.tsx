"use client";

import type { Clock } from "@focus-squad/core/clock";
import {
  findTableGate,
  LANGUAGES,
  type Language,
  safeReadMatchFilters,
  TABLE_MODES,
  type TableMode,
} from "@focus-squad/core/full";
import { useId, useState } from "react";

import type { Match } from "../lib/types";
import { useAction } from "../lib/use-action";
import { useReading } from "../lib/use-reading";
import type { UserApi } from "../lib/user-api";
import { GATE_WORDS, LANGUAGE_WORDS, MODE_WORDS } from "../lib/words";
import { ActionNotice } from "./action-notice";
import { ChoiceRow } from "./choice-row";
import { ErrorNotice, ProblemList } from "./notice";
import { SlotList } from "./slot-list";

interface Props {
  readonly user: UserApi;
  readonly clock: Clock;
  readonly credits: number;
  readonly hasPending: boolean;
  readonly onSeated: (match: Match) => void;
}

/** Others take seats too, so the slots are counted again now and then. */
const POLL_MS = 60_000;

/** Quick match: what is wanted of a table, and the slots to sit down at. */
export function FindCard({ user, clock, credits, hasPending, onSeated }: Props) {
  const id = useId();
  const [mode, setMode] = useState<TableMode | null>(null);
  const [language, setLanguage] = useState<Language | null>(null);
  const [topic, setTopic] = useState("");
  const [joining, setJoining] = useState<string | null>(null);
  const action = useAction();
  const slots = useReading(`${user.userId} ${mode}`, () => user.slots(mode), POLL_MS);

  const filters = { mode, language, topic };
  const read = safeReadMatchFilters(filters);
  const gate = findTableGate({ credits, hasPending });

  async function sitDown(start: string) {
    setJoining(start);
    await action.run(read, async () => {
      onSeated(await user.match({ filters, target_slot_time: start }));
    });
    setJoining(null);
    await slots.refresh();
  }

  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Find a table</h2>
      <p className="hint">
        Pick when to start. You get a seat at a table that fits, or at a new one; a seat takes one
        credit.
      </p>
      <ChoiceRow
        legend="Sound"
        options={TABLE_MODES}
        words={MODE_WORDS}
        value={mode}
        onChange={setMode}
      />
      <ChoiceRow
        legend="Language"
        options={LANGUAGES}
        words={LANGUAGE_WORDS}
        value={language}
        onChange={setLanguage}
      />
      <div className="field">
        <label htmlFor={`${id}-topic`}>Topic, if it matters</label>
        <input
          id={`${id}-topic`}
          type="text"
          autoComplete="off"
          aria-describedby={`${id}-topic-problems`}
          aria-invalid={!read.ok}
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
        />
        <div id={`${id}-topic-problems`} aria-live="polite">
          {!read.ok && <ProblemList problems={read.errors} />}
        </div>
      </div>
      {gate.reason !== null && (
        <p className="notice notice-held" role="status">
          {GATE_WORDS[gate.reason]}
        </p>
      )}
      <ActionNotice state={action.state} />
      {slots.error !== null && <ErrorNotice error={slots.error} />}
      <SlotList
        slots={slots.value}
        clock={clock}
        joining={joining}
        gateOf={(slot) => findTableGate({ credits, hasPending, isJoining: isOther(slot, joining) })}
        onSitDown={(start) => void sitDown(start)}
      />
    </section>
  );
}

function isOther(slot: string, joining: string | null): boolean {
  return joining !== null && joining !== slot;
}
