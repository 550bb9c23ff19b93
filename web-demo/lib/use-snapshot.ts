"use client";

import type { RulesSkew } from "@focus-squad/core";

import type { Api } from "./api";
import { ApiError } from "./http";
import type {
  CreditBalance,
  PendingRating,
  RatingHistory,
  Session,
  UpcomingSession,
} from "./types";
import { type Reading, useReading } from "./use-reading";
import type { UserApi } from "./user-api";

/** Everything one user sees on every view, read at one time. */
export interface Snapshot {
  /** When it was, by the server's clock, in milliseconds since the epoch. */
  readonly readAt: number;
  /** How the server's rules stand to this page's. */
  readonly rules: RulesSkew;
  /** In the order in which they start. */
  readonly upcoming: readonly UpcomingSession[];
  /** The session that was asked for, or the first one. */
  readonly session: Session | null;
  /** Why the session that was asked for is not to be seen. */
  readonly refusal: ApiError | null;
  readonly pending: PendingRating | null;
  readonly history: RatingHistory;
  readonly credits: CreditBalance;
}

/** The user's view of the server, read when asked to. Null for `sessionId` is their first session. */
export function useSnapshot(
  api: Api,
  user: UserApi | null,
  sessionId: string | null,
): Reading<Snapshot> {
  const key = user === null ? null : `${user.userId} ${sessionId ?? ""}`;
  return useReading(key, () => load(api, user, sessionId), null);
}

async function load(api: Api, user: UserApi | null, sessionId: string | null): Promise<Snapshot> {
  if (user === null) throw new Error("nobody is signed in");
  const [table, pending, history, credits] = await Promise.all([
    loadTable(user, sessionId),
    user.pendingRating(),
    user.ratingHistory(),
    user.credits(),
  ]);
  // Last, for somebody may have moved it: a phase that it shows only now is asked about once more.
  const clock = await api.clock.sync();
  return { readAt: clock.now(), rules: api.rules, ...table, pending, history, credits };
}

async function loadTable(
  user: UserApi,
  sessionId: string | null,
): Promise<Pick<Snapshot, "upcoming" | "session" | "refusal">> {
  const sessions = await user.upcoming();
  const upcoming = sessions.toSorted((a, b) => Date.parse(a.start_time) - Date.parse(b.start_time));
  const id = sessionId ?? upcoming[0]?.id;
  if (id === undefined) {
    return { upcoming, session: null, refusal: null };
  }
  try {
    return { upcoming, session: await user.session(id), refusal: null };
  } catch (error) {
    // A session of one's own may have been left meanwhile; the next look finds another one.
    if (!(error instanceof ApiError) || error.status === 401) throw error;
    return { upcoming, session: null, refusal: sessionId === null ? null : error };
  }
}
