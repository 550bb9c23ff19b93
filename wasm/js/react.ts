"use client";

/** The rules in React: hooks own timers and listeners, the rules decide. */

export {
  type Clock,
  ClockError,
  type ClockErrorCode,
  type ClockFetch,
  type ClockResponse,
  type ServerClock,
  type ServerClockOptions,
  serverClock,
} from "@focus-squad/core/clock";
export { type PresenceWatch, type PresenceWatchOptions, usePresence } from "./presence-watch.js";
export {
  createRatingStore,
  type RatingSlice,
  type RatingState,
  type RatingStore,
  type ReadableStore,
  ratingSlice,
  useRatingStore,
} from "./rating-store.js";
export { type SessionTimer, type SessionTimerOptions, useSessionTimer } from "./session-timer.js";
export { type CountdownOptions, type CountdownRule, useCountdown } from "./use-countdown.js";
