// What a schema library leaves to its user, and every peer shares: rules between members, the
// judgement of claims whose types are right, and the values that come out.

export const RATING_VALUES = ["green", "red", "skip"];
export const RED_REASONS = [
  "absent_no_show",
  "disruptive_behavior",
  "left_early_no_notice",
  "not_actually_working",
  "other",
];
export const LISTED_REASONS = 64;
export const RAW_TEXT_MAX = 4_096;
const REASON_TEXT_MAX = 500;

/** A UUID in any case, not nil. */
export const UUID =
  /^(?!0{8}-0{4}-0{4}-0{4}-0{12}$)[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** A text that can be stored: short enough to be looked at, no lone surrogate. */
export const isText = (text) => text.length <= RAW_TEXT_MAX && text.isWellFormed();

/** Own words: at most 500 code points once trimmed, and no NUL in them. */
export function isOwnText(text) {
  if (!isText(text)) return false;
  const trimmed = text.trim();
  return isShort(trimmed) && !trimmed.includes("\0");
}

/** Code points are counted only where code units do not settle it. */
function isShort(text) {
  if (text.length <= REASON_TEXT_MAX) return true;
  if (text.length > 2 * REASON_TEXT_MAX) return false;
  return [...text].length <= REASON_TEXT_MAX;
}

/** The rules between the members of a rating, as far as these have the right types. */
export function judgeRating(rating, tell) {
  const { rating: value, reasons = null, other_reason_text: text } = rating;
  if (reasons !== null && !Array.isArray(reasons)) return;
  const count = reasons === null ? 0 : reasons.length;
  if (value === "red") {
    if (count === 0) tell("reasons", "a red rating needs a reason");
  } else if (count > 0 && (value === "green" || value === "skip")) {
    tell("reasons", "only a red rating has reasons");
  }
  if (typeof text !== "string" || reasons?.includes("other") || text.trim() === "") return;
  tell("other_reason_text", "own words need the reason other");
}

/** The rule between ratings: nobody is rated twice. */
export function judgeRatees(ratings, tell) {
  const seen = [];
  for (let index = 0; index < ratings.length; index++) {
    const id = ratings[index]?.ratee_id;
    if (typeof id !== "string") continue;
    const ratee = id.toLowerCase();
    if (!seen.includes(ratee)) seen.push(ratee);
    else if (UUID.test(ratee)) tell(index, "rated twice");
  }
}

/** A body that was judged: ids in lower case, reasons once each, text trimmed, nothing empty. */
export function normalise({ ratings, session_id }) {
  const value = { ratings: ratings.map(normaliseRating) };
  if (session_id != null) value.session_id = session_id;
  return value;
}

export function normaliseRating({ ratee_id, rating, reasons, other_reason_text }) {
  const value = { ratee_id: ratee_id.toLowerCase(), rating };
  if (reasons?.length > 0) value.reasons = unique(reasons);
  const text = other_reason_text?.trim();
  if (text) value.other_reason_text = text;
  return value;
}

function unique(words) {
  return words.length === 1 ? words : [...new Set(words)];
}

/** The first thing that is wrong with claims of the right types; undefined when nothing is. */
export function judgeClaims(claims, policy, now) {
  const leeway = (policy.leewaySeconds ?? 0) * 1_000;
  const ahead = (policy.notBeforeLeewaySeconds ?? 0) * 1_000;
  if (claims.exp * 1_000 <= now - leeway) return "exp";
  if (claims.nbf !== undefined && claims.nbf * 1_000 > now + ahead) return "nbf";
  if (claims.iat !== undefined && claims.iat * 1_000 > now + ahead) return "iat";
  if (!policy.issuers.includes(claims.iss)) return "iss";
  const { audiences, authorizedParties, tokenType, roles } = policy;
  if (audiences != null && !isFor(claims.aud, audiences)) return "aud";
  if (authorizedParties != null && !authorizedParties.includes(claims.azp)) {
    if (claims.azp !== undefined || audiences == null) return "azp";
  }
  if (tokenType != null && claims.type !== tokenType) return "type";
  if (!claims.sub) return "sub";
  if (roles != null && !roles.includes(claims.role)) return "role";
}

function isFor(aud, audiences) {
  return Array.isArray(aud) ? aud.some((one) => audiences.includes(one)) : audiences.includes(aud);
}

/** Whom claims speak of that {@link judgeClaims} let pass. */
export function principalOf(claims) {
  const found = {
    issuer: claims.iss,
    subject: claims.sub,
    scopes: scopesOf(claims),
    expiresAt: claims.exp,
  };
  if (claims.iat !== undefined) found.issuedAt = claims.iat;
  const session = claims.session_id ?? claims.sid;
  if (session !== undefined) found.sessionId = session;
  if (claims.email !== undefined) found.email = claims.email;
  if (claims.role !== undefined) found.role = claims.role;
  if (claims.jti !== undefined) found.jti = claims.jti;
  if (claims.tier !== undefined) found.tier = claims.tier;
  return found;
}

function scopesOf({ scope = "", scopes = "" }) {
  const found = [];
  for (const texts of [scope, scopes]) {
    for (const text of Array.isArray(texts) ? texts : [texts]) {
      if (text === "") continue;
      for (const word of text.split(" ")) {
        if (word !== "" && !found.includes(word)) found.push(word);
      }
    }
  }
  return found;
}
