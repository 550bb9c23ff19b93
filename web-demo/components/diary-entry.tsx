"use client";

import type { Mood } from "@focus-squad/core/full";
import { useId, useState } from "react";

import { formatDay, formatTimeOfDay } from "../lib/instant";
import type { DiaryItem } from "../lib/types";
import type { UserApi } from "../lib/user-api";
import { MOOD_WORDS, phaseLabel, TAG_WORDS } from "../lib/words";
import { NoteForm } from "./note-form";

interface Props {
  readonly user: UserApi;
  readonly item: DiaryItem;
  readonly onWritten: () => Promise<void>;
}

/** One session in the diary: what one wrote at the table, and the note to oneself. */
export function DiaryEntry({ user, item, onWritten }: Props) {
  const id = useId();
  const [writing, setWriting] = useState(false);
  const [mood, setMood] = useState<Mood | null>(null);
  const hasNote = item.note !== null || item.tags.length > 0;
  return (
    <article className="rating" aria-labelledby={`${id}-title`}>
      <div className="card-head">
        <h3 id={`${id}-title`}>{item.session_topic ?? "A session"}</h3>
        <span className="fine">
          <time dateTime={item.session_date}>
            {formatDay(item.session_date)}, {formatTimeOfDay(item.session_date)}
          </time>
          , {item.focus_minutes} min of focus
        </span>
      </div>
      <dl className="told">
        {item.reflections.map((reflection) => (
          <div key={reflection.phase}>
            <dt>{phaseLabel({ current_phase: reflection.phase, has_started: true })}</dt>
            <dd className="prose">{reflection.content}</dd>
          </div>
        ))}
        {item.note !== null && (
          <div>
            <dt>Note</dt>
            <dd className="prose">{item.note}</dd>
          </div>
        )}
      </dl>
      {item.tags.length > 0 && (
        <ul className="tags" aria-label="Tags">
          {item.tags.map((tag) => (
            <li key={tag} className="tag">
              {TAG_WORDS[tag]}
            </li>
          ))}
        </ul>
      )}
      <div aria-live="polite">
        {mood !== null && <p className="hint">Note kept. {MOOD_WORDS[mood]}</p>}
      </div>
      {writing ? (
        <NoteForm
          user={user}
          item={item}
          onClose={() => setWriting(false)}
          onWritten={async (stored) => {
            setMood(stored.mood?.mood ?? null);
            await onWritten();
            setWriting(false);
          }}
        />
      ) : (
        <div className="row">
          <button type="button" className="button button-small" onClick={() => setWriting(true)}>
            {hasNote ? "Change the note" : "Write a note"}
          </button>
        </div>
      )}
    </article>
  );
}
