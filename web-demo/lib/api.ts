/** The server's routes, as functions: what anybody may ask, and who asks. */

import { compareRules, type RulesSkew } from "@focus-squad/core";
import { type ServerClock, serverClock } from "@focus-squad/core/clock";

import { ApiError, open, type RequestOptions, request } from "./http";
import type { DemoUser } from "./types";
import { type UserApi, userApi } from "./user-api";

/** What anybody may ask. */
export interface Api {
  users(): Promise<readonly DemoUser[]>;
  /** The server's clock, as it stood when it was last read. */
  readonly clock: ServerClock;
  /** How the rules of the server that answered last stand to this page's. */
  readonly rules: RulesSkew;
  advanceClock(milliseconds: number): Promise<void>;
  newTable(): Promise<void>;
  as(userId: string): UserApi;
}

export function createApi(baseUrl: string): Api {
  const base = baseUrl.endsWith("/") ? baseUrl.slice(0, -1) : baseUrl;
  const tokens = new Map<string, Promise<string>>();
  let rules: RulesSkew = "unknown";

  function token(userId: string): Promise<string> {
    const known = tokens.get(userId);
    if (known !== undefined) {
      return known;
    }
    const fresh = request<{ readonly access_token: string }>(`${base}/dev/token`, {
      method: "POST",
      body: { user: userId },
    }).then((answer) => answer.access_token);
    tokens.set(userId, fresh);
    fresh.catch(() => tokens.delete(userId));
    return fresh;
  }

  /** A refused token is replaced once; the second refusal is the answer. */
  async function authorized<T>(
    userId: string,
    ask: typeof request<T>,
    path: string,
    given: RequestOptions = {},
  ): Promise<T> {
    const url = `${base}/api/v1${path}`;
    const options: RequestOptions = {
      ...given,
      onResponse: (response) => {
        rules = compareRules(response);
      },
    };
    const first = token(userId);
    try {
      return await ask(url, { ...options, token: await first });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) {
        throw error;
      }
      if (tokens.get(userId) === first) {
        tokens.delete(userId);
      }
      return ask(url, { ...options, token: await token(userId) });
    }
  }

  return {
    users: async () =>
      (await request<{ readonly users: readonly DemoUser[] }>(`${base}/dev/users`)).users,
    clock: serverClock(fetch, { url: `${base}/api/v1/time`, rounds: 3 }),
    get rules() {
      return rules;
    },
    advanceClock: async (milliseconds) => {
      await request(`${base}/dev/clock`, { method: "POST", body: { advance_ms: milliseconds } });
    },
    newTable: async () => {
      await request(`${base}/dev/table`, { method: "POST" });
    },
    as: (userId) =>
      userApi(userId, {
        json: <T>(path: string, options?: RequestOptions) =>
          authorized<T>(userId, request<T>, path, options),
        open: (path, options) => authorized<Response>(userId, open, path, options),
      }),
  };
}
