/**
 * The rules of Focus Squad, the same in a browser as in the server.
 *
 * Each function that can fail comes twice: `x` throws a {@link RuleError}, `safeX` returns a
 * {@link Result}.
 */

export {
  type BanCountdown,
  banCountdown,
  type Countdown,
  type RefreshCountdown,
  refreshCountdown,
  safeBanCountdown,
  safeRefreshCountdown,
  safeWaitingRoom,
  type WaitingRoom,
  waitingRoom,
} from "./countdowns.js";
export {
  type Ok,
  type Params,
  type Problem,
  type Refused,
  type Result,
  RuleError,
  RulesUnavailable,
} from "./errors.js";
export {
  API_PHASES,
  type ApiPhase,
  DESTINATIONS,
  type Destination,
  PARTICIPANT_TYPES,
  type ParticipantType,
  PHASES,
  type Phase,
  type PhaseRow,
  PRESENCE_BADGES,
  PRESENCE_EVENTS,
  PRESENCE_STATES,
  type PresenceBadge,
  type PresenceEvent,
  type PresenceState,
  RATING_VALUES,
  type RatingValue,
  REASON_TEXT_MAX_LENGTH,
  RED_REASONS,
  type RedReason,
  RULES_VERSION,
  type RulesSkew,
  SESSION_SECONDS,
  SPRITE_STATES,
  type SpriteState,
} from "./generated.js";
export { available, preload } from "./instance.js";
export {
  formatTime,
  fromApiPhase,
  hasReflection,
  type Instant,
  isWorkPhase,
  nextPhase,
  nextPhaseChange,
  opensEndModal,
  type PhaseInfo,
  phaseDuration,
  phaseInfo,
  phasesCompleted,
  safeFormatTime,
  safeFromApiPhase,
  safeNextPhaseChange,
  safePhaseDuration,
  safePhaseInfo,
  safePhasesCompleted,
  safeToApiPhase,
  toApiPhase,
} from "./phases.js";
export {
  nextPresence,
  type Presence,
  type PresenceLook,
  type PresenceSeen,
  presenceLook,
  safeNextPresence,
  safePresenceLook,
} from "./presence.js";
export {
  canSubmitRatings,
  newRatingEntries,
  type RatingBody,
  type RatingEntries,
  type RatingEntry,
  type RatingPayload,
  type RatingReadiness,
  ratingPayload,
  ratingReadiness,
  safeNewRatingEntries,
  safeRatingPayload,
  safeRatingReadiness,
  safeSetOtherText,
  safeSetRating,
  safeSetReasons,
  safeToggleReason,
  safeValidateRatings,
  setOtherText,
  setRating,
  setReasons,
  toggleReason,
  type ValidateOptions,
  type ValidRating,
  type ValidRatings,
  validateRatings,
} from "./ratings.js";
export { compareRules, type HeaderReader, type RulesSource } from "./rulebook.js";
export { ratingBatch, type Schema, type SchemaIssue } from "./schema.js";
export {
  guardSession,
  parseSessionId,
  safeGuardSession,
  safeParseSessionId,
  safeTextLength,
  textLength,
} from "./sessions.js";
export type { Code } from "./tables.js";
export { trapForTests } from "./testing.js";
export {
  type ClaimsObject,
  type ClaimsPolicy,
  checkClaims,
  type Principal,
  parseBearer,
  readUnverifiedClaims,
  safeCheckClaims,
  safeParseBearer,
  safeReadUnverifiedClaims,
  type TokenOrClaims,
} from "./tokens.js";
