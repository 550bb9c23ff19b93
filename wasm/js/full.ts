/** Every rule: the main entry's, and the wide ones that judge facts and lists. */

export type {
  CreditBadgeStyle,
  CreditTier,
  CreditTransactionType,
  IdempotencyAttempt,
  ReliabilityTier,
} from "./generated.js";
export * from "./index.js";
export { CODES } from "./tables.js";
export * from "./wide/credits.js";
export * from "./wide/giving.js";
export * from "./wide/idempotency.js";
export {
  checkRatingEligibility,
  checkSkipEligibility,
  type HistorySummary,
  historySummary,
  isPendingDeletable,
  isPendingOpen,
  type PendingRecord,
  type PendingState,
  pendingRecords,
  type RatingFacts,
  type Seat,
  type SeatWithLeave,
  safeCheckRatingEligibility,
  safeCheckSkipEligibility,
  safeHistorySummary,
  safeIsPendingDeletable,
  safeIsPendingOpen,
  safePendingRecords,
} from "./wide/ratings.js";
export * from "./wide/reliability.js";
