/** Every rule: the main entry's, and the wide ones that judge facts and lists. */

export * from "./index.js";
export { CODES } from "./tables.js";
export * from "./wide/backoff.js";
export * from "./wide/breaker.js";
export * from "./wide/clients.js";
export * from "./wide/countdowns.js";
export * from "./wide/credits.js";
export * from "./wide/diary.js";
export * from "./wide/giving.js";
export * from "./wide/health.js";
export * from "./wide/idempotency.js";
export * from "./wide/key-set.js";
export * from "./wide/limits.js";
export * from "./wide/livekit.js";
export * from "./wide/matching.js";
export * from "./wide/presence.js";
export * from "./wide/processing.js";
export * from "./wide/ratings.js";
export * from "./wide/reliability.js";
export * from "./wide/reports.js";
export * from "./wide/seats.js";
export * from "./wide/secrets.js";
export * from "./wide/settlement.js";
export * from "./wide/slots.js";
export * from "./wide/streak.js";
export * from "./wide/users.js";
export * from "./words.js";
