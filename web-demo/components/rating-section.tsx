"use client";

import type { PendingRating, Receipt } from "../lib/types";
import { useRatingForm } from "../lib/use-rating-form";
import type { UserApi } from "../lib/user-api";
import { OtherSession } from "./other-session";
import { RatingFormCard } from "./rating-form-card";

interface Props {
  readonly api: UserApi;
  readonly pending: PendingRating | null;
  readonly onStored: (receipt: Receipt) => void;
}

/** The pending ratings, and the box that tries to send them to another session. */
export function RatingSection({ api, pending, onStored }: Props) {
  const form = useRatingForm(api, pending, onStored);
  return (
    <>
      {pending === null ? (
        <section className="card">
          <h2>Rate your tablemates</h2>
          <p className="hint">
            Nothing to rate right now. Move the clock on, and the cards appear here.
          </p>
        </section>
      ) : (
        <RatingFormCard form={form} pending={pending} />
      )}
      <OtherSession form={form} pendingSessionId={pending?.session_id ?? null} />
    </>
  );
}
