"use client";

import type { RulesSkew } from "@focus-squad/core";
import { useCallback, useEffect, useRef, useState } from "react";

import type { Api } from "./api";
import type { PendingRating, RatingHistory, Session } from "./types";

/** Everything one user sees, read at one time. */
export interface Snapshot {
  readonly userId: string;
  /** When it was, by the server's clock, in milliseconds since the epoch. */
  readonly readAt: number;
  /** How the server's rules stand to this page's. */
  readonly rules: RulesSkew;
  readonly session: Session | null;
  readonly pending: PendingRating | null;
  readonly history: RatingHistory;
}

export interface SnapshotState {
  /** Null until the first answer for this user. */
  readonly snapshot: Snapshot | null;
  readonly error: unknown;
  readonly refresh: () => Promise<void>;
}

/** Other people act too, so the page looks again now and then. */
const POLL_MS = 15_000;

/** The user's view of the server, renewed by itself and by `refresh`. */
export function useSnapshot(api: Api, userId: string | null): SnapshotState {
  const [state, setState] = useState<Omit<SnapshotState, "refresh">>({
    snapshot: null,
    error: null,
  });
  const latest = useRef(0);

  const refresh = useCallback(async () => {
    if (userId === null) {
      return;
    }
    latest.current += 1;
    const mine = latest.current;
    try {
      const snapshot = await load(api, userId);
      if (mine === latest.current) {
        setState({ snapshot, error: null });
      }
    } catch (error) {
      if (mine === latest.current) {
        setState((before) => ({ ...before, error }));
      }
    }
  }, [api, userId]);

  useEffect(() => {
    void refresh();
    const timer = setInterval(() => void refresh(), POLL_MS);
    return () => {
      clearInterval(timer);
      latest.current += 1;
    };
  }, [refresh]);

  const isMine = state.snapshot?.userId === userId;
  return { snapshot: isMine ? state.snapshot : null, error: state.error, refresh };
}

async function load(api: Api, userId: string): Promise<Snapshot> {
  const user = api.as(userId);
  const [session, pending, history] = await Promise.all([
    loadSession(),
    user.pendingRating(),
    user.ratingHistory(),
  ]);
  // Last, for somebody may have moved it: a phase that it shows only now is asked about once more.
  const clock = await api.clock.sync();
  return { userId, readAt: clock.now(), rules: api.rules, session, pending, history };

  async function loadSession(): Promise<Session | null> {
    const upcoming = await user.upcoming();
    const [first] = upcoming.toSorted(
      (a, b) => Date.parse(a.start_time) - Date.parse(b.start_time),
    );
    return first === undefined ? null : user.session(first.id);
  }
}
