"use client";

import { textLength } from "@focus-squad/core";
import { DIARY_TAGS, type DiaryTag, safeCheckDiaryNote } from "@focus-squad/core/full";
import { useId, useState } from "react";

import type { DiaryItem, StoredNote } from "../lib/types";
import { useAction } from "../lib/use-action";
import type { UserApi } from "../lib/user-api";
import { counted, TAG_WORDS } from "../lib/words";
import { ActionNotice } from "./action-notice";
import { ProblemList } from "./notice";

interface Props {
  readonly user: UserApi;
  readonly item: DiaryItem;
  readonly onClose: () => void;
  readonly onWritten: (stored: StoredNote) => Promise<void>;
}

/** A note to oneself about a session, and how it was. */
export function NoteForm({ user, item, onClose, onWritten }: Props) {
  const id = useId();
  const [text, setText] = useState(item.note ?? "");
  const [tags, setTags] = useState<readonly DiaryTag[]>(item.tags);
  const action = useAction();
  const note = { note: text, tags };
  const verdict = safeCheckDiaryNote(note);

  function toggle(tag: DiaryTag) {
    setTags(tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag]);
  }

  return (
    <form
      className="stack"
      aria-label="Note"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(verdict, async () => onWritten(await user.note(item.session_id, note)));
      }}
    >
      <div className="field">
        <label htmlFor={`${id}-note`}>A note to yourself</label>
        <textarea
          id={`${id}-note`}
          rows={3}
          aria-describedby={`${id}-count ${id}-problems`}
          aria-invalid={!verdict.ok}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span id={`${id}-count`} className="fine">
          {counted(textLength(text), "character", "characters")}
        </span>
        <div id={`${id}-problems`} aria-live="polite">
          {!verdict.ok && <ProblemList problems={verdict.errors} />}
        </div>
      </div>
      <fieldset className="choices">
        <legend>How was it?</legend>
        {DIARY_TAGS.map((tag) => (
          <label key={tag} className="choice choice-small">
            <input type="checkbox" checked={tags.includes(tag)} onChange={() => toggle(tag)} />
            <span>{TAG_WORDS[tag]}</span>
          </label>
        ))}
      </fieldset>
      <ActionNotice state={action.state} />
      <div className="row">
        <button type="submit" className="button button-main">
          {action.state.kind === "sending" ? "Keeping …" : "Keep"}
        </button>
        <button type="button" className="button" onClick={onClose}>
          Never mind
        </button>
      </div>
    </form>
  );
}
