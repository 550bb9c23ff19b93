/** What one signed-in user may ask. */

import type { RatingPayload } from "@focus-squad/core";
import type { DiaryNote, MatchFilters, Reflection, TableMode } from "@focus-squad/core/full";

import { readEvents, type TableEvent } from "./events";
import type { RequestOptions } from "./http";
import type {
  AppliedReferral,
  Cancelled,
  CreditBalance,
  DiaryNumbers,
  DiaryPage,
  DiaryQuery,
  Gifted,
  Match,
  PendingRating,
  RatingHistory,
  Referral,
  Session,
  Slot,
  StoredNote,
  StoredReflection,
  UpcomingSession,
} from "./types";

/** The ratings, and the session that they are meant for. */
export type RatingRequest = RatingPayload & { readonly session_id?: string };

/** What is wanted of a table, and when. */
export interface MatchRequest {
  readonly filters: MatchFilters;
  readonly target_slot_time: string;
}

/** How requests are sent: as JSON, or as an answer whose body is read as it comes. */
export interface Sender {
  json<T>(path: string, options?: RequestOptions): Promise<T>;
  open(path: string, options?: RequestOptions): Promise<Response>;
}

export interface UserApi {
  readonly userId: string;
  upcoming(): Promise<readonly UpcomingSession[]>;
  slots(mode: TableMode | null): Promise<readonly Slot[]>;
  session(id: string): Promise<Session>;
  /** What changes at the table, until the signal ends it; null when nothing will any more. */
  events(id: string, signal: AbortSignal): Promise<AsyncIterable<TableEvent> | null>;
  match(body: MatchRequest): Promise<Match>;
  join(id: string): Promise<Match>;
  leave(id: string, reason: string): Promise<void>;
  cancel(id: string): Promise<Cancelled>;
  pendingRating(): Promise<PendingRating | null>;
  ratingHistory(): Promise<RatingHistory>;
  rate(
    sessionId: string,
    body: RatingRequest,
  ): Promise<{ readonly stored: number; readonly message: string }>;
  skip(sessionId: string): Promise<{ readonly message: string }>;
  credits(): Promise<CreditBalance>;
  gift(recipientId: string, amount: number): Promise<Gifted>;
  referral(): Promise<Referral>;
  applyReferral(code: string): Promise<AppliedReferral>;
  reflections(sessionId: string): Promise<readonly StoredReflection[]>;
  reflect(sessionId: string, reflection: Reflection): Promise<StoredReflection>;
  diary(query: DiaryQuery): Promise<DiaryPage>;
  diaryNumbers(): Promise<DiaryNumbers>;
  note(sessionId: string, note: DiaryNote): Promise<StoredNote>;
}

export function userApi(userId: string, send: Sender): UserApi {
  const get = <T>(path: string) => send.json<T>(path);
  const post = <T>(path: string, body?: unknown) =>
    send.json<T>(path, { method: "POST", body, idempotencyKey: crypto.randomUUID() });
  const at = (sessionId: string) => `/sessions/${encodeURIComponent(sessionId)}`;
  return {
    userId,
    upcoming: async () =>
      (await get<{ readonly sessions: readonly UpcomingSession[] }>("/sessions/upcoming")).sessions,
    slots: async (mode) =>
      (
        await get<{ readonly slots: readonly Slot[] }>(
          `/sessions/upcoming-slots${queryOf({ mode: mode ?? "" })}`,
        )
      ).slots,
    session: (id) => get(at(id)),
    events: async (id, signal) => {
      const response = await send.open(`${at(id)}/events`, { signal });
      return response.body === null ? null : readEvents(response.body);
    },
    match: (body) => post("/sessions/quick-match", body),
    join: (id) => post(`${at(id)}/join`),
    leave: (id, reason) => post(`${at(id)}/leave`, reason.trim() === "" ? undefined : { reason }),
    cancel: (id) => post(`${at(id)}/cancel`),
    pendingRating: async () =>
      (await get<{ readonly pending: PendingRating | null }>("/sessions/pending-ratings")).pending,
    ratingHistory: () => get("/sessions/rating-history"),
    rate: async (id, body) => {
      const answer = await post<{ readonly ratings_submitted: number; readonly message: string }>(
        `${at(id)}/rate`,
        body,
      );
      return { stored: answer.ratings_submitted, message: answer.message };
    },
    skip: (id) => post(`${at(id)}/rate/skip`),
    credits: () => get("/credits/balance"),
    gift: (recipientId, amount) =>
      post("/credits/gift", { recipient_user_id: recipientId, amount }),
    referral: () => get("/credits/referral"),
    applyReferral: (code) => post("/credits/referral/apply", { referral_code: code }),
    reflections: async (id) =>
      (await get<{ readonly reflections: readonly StoredReflection[] }>(`${at(id)}/reflections`))
        .reflections,
    reflect: (id, reflection) => post(`${at(id)}/reflections`, reflection),
    diary: ({ page, ...texts }) =>
      get(`/sessions/diary${queryOf({ ...texts, page: String(page) })}`),
    diaryNumbers: () => get("/sessions/diary/stats"),
    note: (id, note) => post(`/sessions/diary/${encodeURIComponent(id)}/note`, note),
  };
}

/** The query of an address, without what is empty. */
function queryOf(texts: Readonly<Record<string, string>>): string {
  const told = Object.entries(texts).filter(([, text]) => text !== "");
  return told.length === 0 ? "" : `?${new URLSearchParams(told)}`;
}
