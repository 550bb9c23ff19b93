"use client";

import { useSearchParams } from "next/navigation";

export const VIEWS = ["table", "find", "credits", "diary"] as const;
export type View = (typeof VIEWS)[number];

/** What the page's address says, so that reloading keeps it and a link can be passed on. */
export interface Place {
  /** A username; null while nobody was chosen. */
  readonly user: string | null;
  readonly view: View;
  /** The session to look at; null for one's own first. */
  readonly session: string | null;
  /** Somebody's referral code, in a link that they passed on. */
  readonly ref: string | null;
}

export function usePlace(): Place {
  const params = useSearchParams();
  const view = VIEWS.find((one) => one === params.get("view")) ?? "table";
  return {
    user: params.get("user"),
    view,
    session: params.get("session"),
    ref: params.get("ref"),
  };
}

/** A place as the query of an address; the usual is left out. */
export function queryOf({ user, view, session, ref }: Place): string {
  const params = new URLSearchParams();
  if (user !== null) params.set("user", user);
  if (view !== "table") params.set("view", view);
  if (session !== null) params.set("session", session);
  if (ref !== null) params.set("ref", ref);
  return `?${params}`;
}

export function goTo(place: Place): void {
  window.history.pushState(null, "", queryOf(place));
}
