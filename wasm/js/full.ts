/** Every rule: the main entry's, and the wide ones that judge facts and lists. */

export * from "./index.js";
export { CODES } from "./tables.js";
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
