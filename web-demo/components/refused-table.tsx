"use client";

import type { ApiError } from "../lib/http";
import type { Match } from "../lib/types";
import { useAction } from "../lib/use-action";
import type { UserApi } from "../lib/user-api";
import { shortId } from "../lib/words";
import { ActionNotice } from "./action-notice";
import { ErrorNotice } from "./notice";

interface Props {
  readonly user: UserApi;
  readonly sessionId: string;
  readonly refusal: ApiError;
  readonly onSeated: (match: Match) => void;
  readonly onFirst: () => void;
}

/** A table that one came to by a link and does not sit at. */
export function RefusedTable({ user, sessionId, refusal, onSeated, onFirst }: Props) {
  const action = useAction();
  return (
    <section className="card" aria-labelledby="refused-title">
      <h2 id="refused-title">Session {shortId(sessionId)}</h2>
      {refusal.code === "NOT_PARTICIPANT" ? (
        <>
          <p>You have no seat at this table yet.</p>
          <ActionNotice state={action.state} />
        </>
      ) : (
        <ErrorNotice error={refusal} />
      )}
      <div className="row">
        {refusal.code === "NOT_PARTICIPANT" && (
          <button
            type="button"
            className="button button-main"
            onClick={() => void action.run(null, async () => onSeated(await user.join(sessionId)))}
          >
            {action.state.kind === "sending" ? "Joining …" : "Join this table"}
          </button>
        )}
        <button type="button" className="button" onClick={onFirst}>
          To my own table
        </button>
      </div>
    </section>
  );
}
