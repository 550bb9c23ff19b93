"use client";

import type { Result } from "@focus-squad/core";
import { useState } from "react";

import type { PlacedProblem } from "./types";

export type ActionState =
  | { readonly kind: "none" }
  | { readonly kind: "sending" }
  /** The package said no, and no request left the page. */
  | { readonly kind: "refused"; readonly problems: readonly PlacedProblem[] }
  /** The request was made and failed. */
  | { readonly kind: "failed"; readonly error: unknown };

export interface Action {
  readonly state: ActionState;
  /** Sends unless the package's verdict is against it, and not while it is sending already. */
  readonly run: (verdict: Result<unknown> | null, send: () => Promise<void>) => Promise<void>;
  /** Forgets how it went. */
  readonly clear: () => void;
}

/** One thing that somebody does, and how it went. */
export function useAction(): Action {
  const [state, setState] = useState<ActionState>({ kind: "none" });
  return {
    state,
    run: async (verdict, send) => {
      if (state.kind === "sending") return;
      if (verdict !== null && !verdict.ok) {
        setState({ kind: "refused", problems: verdict.errors });
        return;
      }
      setState({ kind: "sending" });
      await send().then(
        () => setState({ kind: "none" }),
        (error) => setState({ kind: "failed", error }),
      );
    },
    clear: () => setState((before) => (before.kind === "sending" ? before : { kind: "none" })),
  };
}
