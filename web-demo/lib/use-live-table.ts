"use client";

import { backoffDelay } from "@focus-squad/core/full";
import { useEffect, useRef, useState } from "react";

import type { TableEvent } from "./events";
import { ApiError } from "./http";
import type { Participant } from "./types";
import type { UserApi } from "./user-api";

/** What a table's stream of events has told. */
export interface LiveTable {
  /** Whether the stream is open; without it the page has to look again and again. */
  readonly isOpen: boolean;
  /** Seats that were told, by the id of their participant. */
  readonly seats: ReadonlyMap<string, Participant>;
  /** Users that are in the room. */
  readonly present: ReadonlySet<string>;
}

const SILENT: LiveTable = { isOpen: false, seats: new Map(), present: new Set() };
const RETRY = { baseMs: 1_000, capMs: 30_000 };

/** Follows what happens at a table. `onTurn` hears of another phase, and of one's own seat's end. */
export function useLiveTable(
  user: UserApi | null,
  sessionId: string | null,
  onTurn: () => void,
): LiveTable {
  const [table, setTable] = useState<LiveTable>(SILENT);
  const turn = useRef(onTurn);
  useEffect(() => {
    turn.current = onTurn;
  });
  useEffect(() => {
    if (user === null || sessionId === null) return;
    const stopping = new AbortController();
    let phase: string | null = null;
    void follow(user, sessionId, stopping.signal, {
      onEvent: (event) => {
        setTable((before) => after(before, event));
        if (event.name === "phase") {
          const told = `${event.data.current_phase} ${event.data.has_started}`;
          if (phase !== null && phase !== told) turn.current();
          phase = told;
        }
        const isMine = event.name === "seat" && event.data.user_id === user.userId;
        if (isMine && !event.data.is_active) turn.current();
      },
      onClosed: () => setTable(SILENT),
    });
    return () => {
      stopping.abort();
      setTable(SILENT);
    };
  }, [user, sessionId]);
  return table;
}

function after(before: LiveTable, event: TableEvent): LiveTable {
  switch (event.name) {
    case "seat":
      return {
        ...before,
        isOpen: true,
        seats: new Map(before.seats).set(event.data.id, event.data),
      };
    case "presence": {
      const present = new Set(before.present);
      present.delete(event.data.user_id);
      if (event.data.is_connected) present.add(event.data.user_id);
      return { ...before, isOpen: true, present };
    }
    case "phase":
      return { ...before, isOpen: true };
  }
}

interface Listener {
  readonly onEvent: (event: TableEvent) => void;
  readonly onClosed: () => void;
}

/** Reads the stream, and opens it again when it breaks, until there is nothing more to come. */
async function follow(
  user: UserApi,
  sessionId: string,
  signal: AbortSignal,
  { onEvent, onClosed }: Listener,
): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      const events = await user.events(sessionId, signal);
      if (events === null) return;
      for await (const event of events) {
        if (signal.aborted) return;
        attempt = 0;
        onEvent(event);
      }
    } catch (error) {
      if (error instanceof ApiError && error.status < 500) return;
    }
    if (signal.aborted) return;
    onClosed();
    await pause(backoffDelay({ ...RETRY, attempt }) ?? RETRY.capMs, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
