"use client";

import { useCallback, useEffect, useState } from "react";

import type { Api } from "./api";
import type { DemoUser } from "./types";

export interface Users {
  readonly users: readonly DemoUser[] | null;
  readonly error: unknown;
  readonly reload: () => Promise<void>;
}

/** The people of the demo. */
export function useUsers(api: Api): Users {
  const [state, setState] = useState<Omit<Users, "reload">>({ users: null, error: null });
  const reload = useCallback(async () => {
    try {
      setState({ users: await api.users(), error: null });
    } catch (error) {
      setState((before) => ({ ...before, error }));
    }
  }, [api]);
  useEffect(() => {
    void reload();
  }, [reload]);
  return { ...state, reload };
}
