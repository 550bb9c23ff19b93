// The rules in plain JavaScript: what a careful author writes without a library.

import {
  isOwnText,
  isText,
  judgeClaims,
  judgeRatees,
  judgeRating,
  LISTED_REASONS,
  normalise,
  principalOf,
  RATING_VALUES,
  RED_REASONS,
  UUID,
} from "./rules.mjs";

const PHASES = [
  { phase: "setup", begin: 0, end: 180_000 },
  { phase: "work1", begin: 180_000, end: 1_680_000 },
  { phase: "break", begin: 1_680_000, end: 1_800_000 },
  { phase: "work2", begin: 1_800_000, end: 3_000_000 },
  { phase: "social", begin: 3_000_000, end: 3_300_000 },
];
const SESSION_MS = 3_300_000;
const NEXT = {
  idle: "setup",
  setup: "work1",
  work1: "break",
  break: "work2",
  work2: "social",
  social: "completed",
};

export const isWorkPhase = (phase) => phase === "work1" || phase === "work2";
export const nextPhase = (phase) => NEXT[phase] ?? null;

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

function milliseconds(instant) {
  const millis = typeof instant === "number" ? instant : parsed(instant);
  if (!(Math.abs(millis) <= 8.64e15)) throw new RangeError("not an instant");
  return Math.floor(millis);
}

function parsed(instant) {
  if (typeof instant !== "string") return instant.getTime();
  return RFC_3339.test(instant) ? Date.parse(instant) : Number.NaN;
}

export function phaseInfo(start, now) {
  const elapsed = milliseconds(now) - milliseconds(start);
  if (elapsed < 0) {
    return {
      phase: "idle",
      timeRemaining: Math.floor(-elapsed / 1_000),
      totalTimeRemaining: Math.floor((SESSION_MS - elapsed) / 1_000),
      progress: 0,
      elapsedMinutes: 0,
    };
  }
  for (const { phase, begin, end } of PHASES) {
    if (elapsed >= end) continue;
    return {
      phase,
      timeRemaining: Math.floor((end - elapsed) / 1_000),
      totalTimeRemaining: Math.floor((SESSION_MS - elapsed) / 1_000),
      progress: (elapsed - begin) / (end - begin),
      elapsedMinutes: elapsed / 60_000,
    };
  }
  return {
    phase: "completed",
    timeRemaining: 0,
    totalTimeRemaining: 0,
    progress: 1,
    elapsedMinutes: 55,
  };
}

export function formatTime(seconds) {
  if (!Number.isFinite(seconds)) throw new RangeError("not a number of seconds");
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  return `${minutes < 10 ? "0" : ""}${minutes}:${rest < 10 ? "0" : ""}${rest}`;
}

const MISMATCH = "Session mismatch: cannot rate a different session";

export function guard(pending, sessionId) {
  if (pending == null || pending === "" || pending === sessionId) return { ok: true };
  const same = UUID.test(pending) && pending.toLowerCase() === sessionId.toLowerCase();
  return same ? { ok: true } : { ok: false, errors: [{ path: "", message: MISMATCH }] };
}

export function ratings(input) {
  if (!isObject(input)) return { ok: false, errors: [{ path: "", message: "must be an object" }] };
  const errors = [];
  const tell = (path, message) => errors.push({ path, message });
  const { ratings: list, session_id } = input;
  if (Array.isArray(list)) {
    if (list.length < 1) tell("ratings", "at least 1");
    if (list.length > 3) tell("ratings", "at most 3");
    for (let index = 0; index < list.length; index++) checkRating(list[index], index, tell);
    judgeRatees(list, (index, message) => tell(`ratings[${index}].ratee_id`, message));
  } else {
    tell("ratings", list === undefined ? "is required" : "must be an array");
  }
  if (session_id != null && !(typeof session_id === "string" && isText(session_id))) {
    tell("session_id", "must be a text");
  }
  return errors.length === 0 ? { ok: true, value: normalise(input) } : { ok: false, errors };
}

function checkRating(rating, index, tell) {
  if (!isObject(rating)) {
    tell(`ratings[${index}]`, "must be an object");
    return;
  }
  const { ratee_id, rating: value, reasons, other_reason_text: text } = rating;
  if (typeof ratee_id !== "string" || !UUID.test(ratee_id)) {
    tell(`ratings[${index}].ratee_id`, "must be a UUID");
  }
  if (!RATING_VALUES.includes(value)) tell(`ratings[${index}].rating`, "must be a known value");
  if (Array.isArray(reasons)) checkReasons(reasons, index, tell);
  else if (reasons != null) tell(`ratings[${index}].reasons`, "must be an array");
  if (text != null && !(typeof text === "string" && isOwnText(text))) {
    tell(`ratings[${index}].other_reason_text`, "must be a text of at most 500 characters");
  }
  judgeRating(rating, (member, message) => tell(`ratings[${index}].${member}`, message));
}

function checkReasons(reasons, index, tell) {
  if (reasons.length > LISTED_REASONS) tell(`ratings[${index}].reasons`, "at most 64");
  for (let item = 0; item < reasons.length; item++) {
    if (RED_REASONS.includes(reasons[item])) continue;
    tell(`ratings[${index}].reasons[${item}]`, "must be a known reason");
  }
}

/** Where an error is. */
export const placeOf = ({ path }) =>
  (path.match(/[^.[\]]+/g) ?? []).map((step) => (/^\d+$/.test(step) ? Number(step) : step));

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isDate = (value) => typeof value === "number" && value >= 0 && value <= 2 ** 53;
const isWord = (value) => typeof value === "string";
const isWords = (value) => isWord(value) || (Array.isArray(value) && value.every(isWord));

/** Absent, or a value that fits. */
const may = (value, fits) => value === undefined || fits(value);

export function claims(input, policy, now) {
  if (!isObject(input)) return { ok: false };
  const claim = wrongType(input) ?? judgeClaims(input, policy, now);
  return claim === undefined ? { ok: true, value: principalOf(input) } : { ok: false, claim };
}

function wrongType(claims) {
  if (!isDate(claims.exp)) return "exp";
  if (!may(claims.nbf, isDate)) return "nbf";
  if (!may(claims.iat, isDate)) return "iat";
  if (!may(claims.iss, isWord)) return "iss";
  if (!may(claims.aud, isWords)) return "aud";
  if (!may(claims.azp, isWord)) return "azp";
  if (!may(claims.type, isWord)) return "type";
  if (!may(claims.sub, isWord)) return "sub";
  if (!may(claims.role, isWord)) return "role";
  if (!may(claims.email, isWord)) return "email";
  if (!may(claims.jti, isWord)) return "jti";
  if (!may(claims.session_id, isWord)) return "session_id";
  if (!may(claims.sid, isWord)) return "sid";
  if (!may(claims.scope, isWords)) return "scope";
  if (!may(claims.scopes, isWords)) return "scopes";
  if (!may(claims.tier, isWord)) return "tier";
}
