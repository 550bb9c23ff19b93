/** The server's routes, as functions. */

import { compareRules, type RatingPayload, type RulesSkew } from "@focus-squad/core";
import { type ServerClock, serverClock } from "@focus-squad/core/clock";

import { ApiError, type RequestOptions, request } from "./http";
import type { DemoUser, PendingRating, RatingHistory, Session, UpcomingSession } from "./types";

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

/** The ratings, and the session that they are meant for. */
export type RatingRequest = RatingPayload & { readonly session_id?: string };

/** What one user may ask. */
export interface UserApi {
  readonly userId: string;
  upcoming(): Promise<readonly UpcomingSession[]>;
  session(id: string): Promise<Session>;
  pendingRating(): Promise<PendingRating | null>;
  ratingHistory(): Promise<RatingHistory>;
  rate(
    sessionId: string,
    body: RatingRequest,
  ): Promise<{ readonly stored: number; readonly message: string }>;
  skip(sessionId: string): Promise<{ readonly message: string }>;
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
      return await request<T>(url, { ...options, token: await first });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) {
        throw error;
      }
      if (tokens.get(userId) === first) {
        tokens.delete(userId);
      }
      return request<T>(url, { ...options, token: await token(userId) });
    }
  }

  function as(userId: string): UserApi {
    const get = <T>(path: string) => authorized<T>(userId, path);
    const post = <T>(path: string, body?: unknown) =>
      authorized<T>(userId, path, { method: "POST", body });
    const at = (sessionId: string) => `/sessions/${encodeURIComponent(sessionId)}`;
    return {
      userId,
      upcoming: async () =>
        (await get<{ readonly sessions: readonly UpcomingSession[] }>("/sessions/upcoming"))
          .sessions,
      session: (id) => get(at(id)),
      pendingRating: async () =>
        (await get<{ readonly pending: PendingRating | null }>("/sessions/pending-ratings"))
          .pending,
      ratingHistory: () => get("/sessions/rating-history"),
      rate: async (id, body) => {
        const answer = await post<{ readonly ratings_submitted: number; readonly message: string }>(
          `${at(id)}/rate`,
          body,
        );
        return { stored: answer.ratings_submitted, message: answer.message };
      },
      skip: (id) => post(`${at(id)}/rate/skip`),
    };
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
    as,
  };
}
