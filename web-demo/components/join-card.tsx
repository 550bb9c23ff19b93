"use client";

import { safeParseSessionId } from "@focus-squad/core";
import { useId, useState } from "react";

import type { Match } from "../lib/types";
import { useAction } from "../lib/use-action";
import type { UserApi } from "../lib/user-api";
import { ActionNotice } from "./action-notice";

interface Props {
  readonly user: UserApi;
  readonly onSeated: (match: Match) => void;
}

/** A seat at a table that somebody told one of. */
export function JoinCard({ user, onSeated }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const action = useAction();
  return (
    <form
      className="card"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        const sessionId = sessionIn(text);
        void action.run(safeParseSessionId(sessionId), async () =>
          onSeated(await user.join(sessionId)),
        );
      }}
    >
      <h2 id={`${id}-title`}>Join a table</h2>
      <div className="field">
        <label htmlFor={`${id}-session`}>Session id or link</label>
        <input
          id={`${id}-session`}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            action.clear();
          }}
        />
      </div>
      <ActionNotice state={action.state} />
      <div className="row">
        <button type="submit" className="button button-main">
          {action.state.kind === "sending" ? "Joining …" : "Join"}
        </button>
      </div>
    </form>
  );
}

/** The id in a link to this page, or what was typed as one. */
function sessionIn(text: string): string {
  const typed = text.trim();
  return (URL.canParse(typed) && new URL(typed).searchParams.get("session")) || typed;
}
