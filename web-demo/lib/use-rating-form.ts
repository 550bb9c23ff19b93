"use client";

import {
  type RatingEntries,
  RuleError,
  safeGuardSession,
  safeParseSessionId,
  safeValidateRatings,
} from "@focus-squad/core";
import { createRatingStore, type RatingState, useRatingStore } from "@focus-squad/core/react";
import { useState } from "react";

import { ApiError } from "./http";
import { type ProblemPlaces, placeProblems } from "./problems";
import type { PendingRating, PlacedProblem, Receipt } from "./types";
import type { UserApi } from "./user-api";

/** Which of the two ways to send was taken; its outcome is shown beside it. */
export type Sender = "form" | "other-session";

export type Outcome =
  | { readonly kind: "none" }
  | { readonly kind: "sending"; readonly from: Sender }
  /** The package said no, and no request left the page. */
  | { readonly kind: "refused"; readonly from: Sender; readonly problems: readonly PlacedProblem[] }
  /** The request was made and failed. */
  | { readonly kind: "failed"; readonly from: Sender; readonly error: unknown };

/** One edit of the form, which the package may refuse. */
export type Change = (form: RatingState) => void;

export interface RatingForm {
  readonly entries: RatingEntries;
  readonly edit: (change: Change) => void;
  readonly places: ProblemPlaces;
  readonly canSubmit: boolean;
  readonly outcome: Outcome;
  readonly submit: (from: Sender, sessionId: string) => Promise<void>;
  readonly skip: (sessionId: string) => Promise<void>;
}

/** The rating form of one user for one pending session. The package decides, this carries. */
export function useRatingForm(
  api: UserApi,
  pending: PendingRating | null,
  onStored: (receipt: Receipt) => void,
): RatingForm {
  const people = pending?.rateable_users ?? [];
  const [store] = useState(() => createRatingStore(people.map((person) => person.user_id)));
  const state = useRatingStore(store);
  const [outcome, setOutcome] = useState<Outcome>({ kind: "none" });

  const payload = state.ratingPayload();
  // The body names the session too, so that the server can hold the path against it.
  const body = pending === null ? payload : { ...payload, session_id: pending.session_id };
  const verdict = safeValidateRatings(body, { raterId: api.userId });
  const refusedByServer =
    outcome.kind === "failed" && outcome.error instanceof ApiError ? outcome.error.problems : [];
  const places = placeProblems(body, [...(verdict.ok ? [] : verdict.errors), ...refusedByServer]);

  async function send(from: Sender, call: () => Promise<Receipt>): Promise<void> {
    setOutcome({ kind: "sending", from });
    try {
      const receipt = await call();
      setOutcome({ kind: "none" });
      onStored(receipt);
    } catch (error) {
      setOutcome({ kind: "failed", from, error });
    }
  }

  return {
    entries: state.ratings,
    edit: (change) => {
      try {
        change(store.getState());
        setOutcome({ kind: "none" });
      } catch (error) {
        if (!(error instanceof RuleError)) throw error;
        setOutcome({ kind: "refused", from: "form", problems: error.errors });
      }
    },
    places,
    canSubmit: state.canSubmitRatings(outcome.kind === "sending"),
    outcome,
    submit: async (from, sessionId) => {
      const guard = safeGuardSession(pending?.session_id ?? null, sessionId);
      const id = safeParseSessionId(sessionId);
      for (const check of [guard, id, verdict]) {
        if (!check.ok) {
          setOutcome({ kind: "refused", from, problems: check.errors });
          return;
        }
      }
      await send(from, async () => {
        const { stored, message } = await api.rate(sessionId, body);
        const rated = new Set(body.ratings.map((rating) => rating.ratee_id));
        const ratees = people.filter((person) => rated.has(person.user_id));
        return { sessionId, count: stored, message, ratees };
      });
    },
    skip: async (sessionId) => {
      const guard = safeGuardSession(pending?.session_id ?? null, sessionId);
      if (!guard.ok) {
        setOutcome({ kind: "refused", from: "form", problems: guard.errors });
        return;
      }
      await send("form", async () => {
        const { message } = await api.skip(sessionId);
        return { sessionId, count: 0, message, ratees: [] };
      });
    },
  };
}
