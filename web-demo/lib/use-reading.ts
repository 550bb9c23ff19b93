"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";

/** Something of the server's, as it was read last. */
export interface Reading<T> {
  /** Null until the first answer. */
  readonly value: T | null;
  readonly error: unknown;
  /** Reads it again; done when what is shown is no older than the call. */
  readonly refresh: () => Promise<void>;
}

/**
 * Reads something when the key changes, every so often unless `pollMs` is null, and when asked to. A
 * null key reads nothing. What was read by another key is not shown.
 */
export function useReading<T>(
  key: string | null,
  read: () => Promise<T>,
  pollMs: number | null,
): Reading<T> {
  const [state, setState] = useState<{
    readonly key: string | null;
    readonly value: T | null;
    readonly error: unknown;
  }>({ key: null, value: null, error: null });
  const latest = useRef({ key, read });
  useEffect(() => {
    latest.current = { key, read };
  });

  const attempt = useCallback(async () => {
    if (key === null) return;
    const set = (value: (before: T | null) => T | null, error: unknown) => {
      if (latest.current.key !== key) return;
      setState((before) => ({
        key,
        value: value(before.key === key ? before.value : null),
        error,
      }));
    };
    await latest.current.read().then(
      (value) => set(() => value, null),
      (error) => set((before) => before, error),
    );
  }, [key]);
  const refresh = useMemo(() => inTurn(attempt), [attempt]);

  useEffect(() => void refresh(), [refresh]);
  useEvery(pollMs, refresh);

  const isMine = state.key === key;
  return {
    value: isMine ? state.value : null,
    error: isMine ? state.error : null,
    refresh,
  };
}

/** Does something every so often; never for null. */
export function useEvery(milliseconds: number | null, act: () => Promise<void>): void {
  useEffect(() => {
    if (milliseconds === null) return;
    const timer = setInterval(() => void act(), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds, act]);
}

/** Never two at once: calls that come while one runs are answered by one more that follows it. */
function inTurn(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  return function again(): Promise<void> {
    if (running === null) {
      running = run().finally(() => {
        running = null;
      });
      return running;
    }
    next ??= running.then(() => {
      next = null;
      return again();
    });
    return next;
  };
}
