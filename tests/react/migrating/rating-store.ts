// rating-store.ts, after: the same state and actions, each decision the package's.

import {
  newRatingEntries,
  type RatingEntries,
  ratingPayload,
  safeGuardSession,
  setOtherText,
  setRating,
  setReasons,
} from "@focus-squad/core";
import { create } from "zustand";
import { api } from "./api";
import type { RateableUser, RatingHistory, RatingStore } from "./rating-store.before";

interface PendingRatings {
  has_pending: boolean;
  pending: { session_id: string; rateable_users: RateableUser[] } | null;
}

const INITIAL = {
  hasPendingRatings: false,
  pendingSessionId: null,
  rateableUsers: [],
  ratings: {},
  isSubmitting: false,
  error: null,
  ratingHistory: null,
  isLoadingHistory: false,
} satisfies Partial<RatingStore>;

export const useRatingStore = create<RatingStore>()((set, get) => {
  // The package's types are readonly, those of this frontend are not.
  const setRatings = (ratings: RatingEntries) =>
    set({ ratings: ratings as RatingStore["ratings"] });

  /** Sends something for a session, unless another one is pending. */
  async function send(sessionId: string, request: () => Promise<unknown>, failure: string) {
    const guard = safeGuardSession(get().pendingSessionId, sessionId);
    if (!guard.ok) {
      set({ error: guard.errors[0].message });
      return;
    }
    set({ isSubmitting: true, error: null });
    try {
      await request();
      set(INITIAL);
    } catch (error) {
      set({ isSubmitting: false, error: error instanceof Error ? error.message : failure });
    }
  }

  return {
    ...INITIAL,

    setPendingRatings(sessionId, users) {
      const untouched = newRatingEntries(users.map((user) => user.user_id));
      set({
        hasPendingRatings: true,
        pendingSessionId: sessionId,
        rateableUsers: users,
        error: null,
      });
      setRatings(untouched);
    },

    setRating: (userId, value) => setRatings(setRating(get().ratings, userId, value)),
    setReasons: (userId, reasons) => setRatings(setReasons(get().ratings, userId, reasons)),
    setOtherText: (userId, text) => setRatings(setOtherText(get().ratings, userId, text)),

    async submit(sessionId) {
      const rate = () => api.post(`/sessions/${sessionId}/rate`, ratingPayload(get().ratings));
      await send(sessionId, rate, "Failed to submit ratings");
    },

    async skipAll(sessionId) {
      const skip = () => api.post(`/sessions/${sessionId}/rate/skip`);
      await send(sessionId, skip, "Failed to skip ratings");
    },

    async checkPending() {
      const answer = await api.get<PendingRatings>("/sessions/pending-ratings").catch(() => null);
      if (answer === null) return;
      const { has_pending, pending } = answer;
      if (has_pending && pending !== null && pending.rateable_users.length > 0) {
        get().setPendingRatings(pending.session_id, pending.rateable_users);
      } else {
        set({ hasPendingRatings: false, pendingSessionId: null });
      }
    },

    async loadHistory(page = 1) {
      set({ isLoadingHistory: true });
      const path = `/sessions/rating-history?page=${page}&per_page=20`;
      const next = await api.get<RatingHistory>(path).catch(() => null);
      const before = page > 1 ? (get().ratingHistory?.items ?? []) : [];
      if (next !== null) set({ ratingHistory: { ...next, items: [...before, ...next.items] } });
      set({ isLoadingHistory: false });
    },
  };
});
