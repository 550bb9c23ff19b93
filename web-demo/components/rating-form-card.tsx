"use client";

import { formatInstant } from "../lib/instant";
import type { PendingRating } from "../lib/types";
import type { RatingForm } from "../lib/use-rating-form";
import { shortId } from "../lib/words";
import { ErrorNotice, ProblemList, RefusedHere } from "./notice";
import { RatingCard } from "./rating-card";

interface Props {
  readonly form: RatingForm;
  readonly pending: PendingRating;
}

/** One card for each person, and the buttons that send them all. */
export function RatingFormCard({ form, pending }: Props) {
  const { outcome, places, entries } = form;
  const mine = outcome.kind !== "none" && outcome.from === "form" ? outcome : null;
  const sending = outcome.kind === "sending";
  return (
    <form
      className="card"
      aria-labelledby="rating-title"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit("form", pending.session_id);
      }}
    >
      <div className="card-head">
        <h2 id="rating-title">Rate your tablemates</h2>
        <span className="fine">
          session {shortId(pending.session_id)}, until {formatInstant(pending.expires_at)}
        </span>
      </div>
      {pending.rateable_users.map((person) => {
        const entry = entries[person.user_id];
        return entry === undefined ? null : (
          <RatingCard
            key={person.user_id}
            person={person}
            entry={entry}
            problems={places.byRatee.get(person.user_id) ?? {}}
            onEdit={form.edit}
          />
        );
      })}
      {mine?.kind === "failed" && (
        <>
          <ErrorNotice error={mine.error} />
          <ProblemList problems={places.general} withPlace />
        </>
      )}
      {mine?.kind === "refused" && <RefusedHere problems={mine.problems} />}
      <div className="row">
        <button type="submit" className="button button-main" disabled={!form.canSubmit}>
          {sending ? "Sending …" : "Submit ratings"}
        </button>
        <button
          type="button"
          className="button"
          disabled={sending}
          onClick={() => void form.skip(pending.session_id)}
        >
          Skip all
        </button>
      </div>
    </form>
  );
}
