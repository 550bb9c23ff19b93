"use client";

import { useId, useState } from "react";

import type { RatingForm } from "../lib/use-rating-form";
import { shortId } from "../lib/words";
import { ErrorNotice, RefusedHere } from "./notice";

interface Props {
  readonly form: RatingForm;
  readonly pendingSessionId: string | null;
}

/** Any well-formed id will do to try the guard. */
const MADE_UP_ID = "5f0c2d1e-7a44-4b1c-9d35-2a6f8e90b713";

/** Tries to send the ratings above to a session of one's choice. */
export function OtherSession({ form, pendingSessionId }: Props) {
  const id = useId();
  const [sessionId, setSessionId] = useState("");
  const { outcome } = form;
  const mine = outcome.kind !== "none" && outcome.from === "other-session" ? outcome : null;
  return (
    <form
      className="card"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit("other-session", sessionId);
      }}
    >
      <h2 id={`${id}-title`}>Rate another session</h2>
      <p className="hint" id={`${id}-hint`}>
        {pendingSessionId === null
          ? "Nothing is pending, so the guard lets every session pass."
          : `Session ${shortId(pendingSessionId)} is pending. The guard looks at the id before anything is sent.`}
      </p>
      <div className="field">
        <label htmlFor={`${id}-id`}>Session id</label>
        <input
          id={`${id}-id`}
          type="text"
          autoComplete="off"
          spellCheck={false}
          placeholder={MADE_UP_ID}
          aria-describedby={`${id}-hint`}
          value={sessionId}
          onChange={(event) => setSessionId(event.target.value)}
        />
      </div>
      <div className="row">
        <button type="submit" className="button button-main" disabled={outcome.kind === "sending"}>
          Rate
        </button>
        <button type="button" className="button" onClick={() => setSessionId(MADE_UP_ID)}>
          Fill in a made-up id
        </button>
      </div>
      {mine?.kind === "refused" && <RefusedHere problems={mine.problems} />}
      {mine?.kind === "failed" && <ErrorNotice error={mine.error} />}
    </form>
  );
}
