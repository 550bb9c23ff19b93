/** Bearer tokens, up to the signature and after it. Nothing here verifies a signature. */

import { problem, type Result, refused, unwrap } from "./errors.js";
import { MAX_TOKEN_LENGTH } from "./generated.js";
import { askJson, JSON_MAX, stringify } from "./host-json.js";
import { run } from "./instance.js";
import { dateMilliseconds, INSTANT_MAX, type Instant } from "./phases.js";
import { Writer } from "./writer.js";

/** What a token's claims must say. Null is not checked; an empty list is an error. */
export interface ClaimsPolicy {
  /** The issuers whose tokens are taken. */
  readonly issuers: readonly string[];
  /** The audiences, one of which a token must name. */
  readonly audiences: readonly string[] | null;
  /** The parties, one of which a token must have been issued to (`azp`). */
  readonly authorizedParties?: readonly string[] | null | undefined;
  readonly roles?: readonly string[] | null | undefined;
  /** The value that the claim `type` must have. */
  readonly tokenType?: string | null | undefined;
  /** Seconds that a token is taken beyond its expiry, 0 to 300. */
  readonly leewaySeconds?: number | undefined;
  /** Seconds that a token is taken before its time, 0 to 300. */
  readonly notBeforeLeewaySeconds?: number | undefined;
}

/** Who a token speaks of. A user is the pair of issuer and subject. */
export interface Principal {
  readonly issuer: string;
  readonly subject: string;
  readonly email?: string;
  readonly role?: string;
  readonly sessionId?: string;
  readonly jti?: string;
  readonly tier?: string;
  readonly scopes: readonly string[];
  /** `iat`, seconds since the epoch. */
  readonly issuedAt?: number;
  /** `exp`, seconds since the epoch. */
  readonly expiresAt: number;
}

/** A claims set, as `JSON.parse` gives it. Members that stood twice are already lost in one. */
export type ClaimsObject = Readonly<Record<string, unknown>>;

/** A compact token, claims as JSON text, or a claims object. */
export type TokenOrClaims = string | object;

/** The token of an `Authorization` header; null for an anonymous request. */
export function safeParseBearer(
  header: string | readonly string[] | null | undefined,
): Result<string | null> {
  return askJson(
    "",
    () => (header == null ? [] : typeof header === "string" ? [header] : header),
    (exports, length) => exports.parseBearer(length),
    (answer, text) => (answer === 0 ? null : (text() as string)),
  );
}

/** As {@link safeParseBearer}; throws a `RuleError` for a malformed header. */
export function parseBearer(header: string | readonly string[] | null | undefined): string | null {
  return unwrap(safeParseBearer(header));
}

/**
 * The claims of a compact token, **unverified**: anybody can write such a token. To show
 * something, never to decide something.
 */
export function safeReadUnverifiedClaims(token: string): Result<ClaimsObject> {
  return run((rules) => {
    if (typeof token !== "string" || token.length > MAX_TOKEN_LENGTH) return malformed();
    const writer = new Writer(rules, token.length);
    if (!writer.text(token)) return malformed();
    const answer = rules.exports.readUnverifiedClaims(writer.length);
    if (answer < 0) return rules.problems(answer);
    return { ok: true, value: JSON.parse(rules.text(answer)) as ClaimsObject };
  });
}

/** As {@link safeReadUnverifiedClaims}; throws a `RuleError` for a malformed token. */
export function readUnverifiedClaims(token: string): ClaimsObject {
  return unwrap(safeReadUnverifiedClaims(token));
}

/**
 * Checks claims against a policy: a compact token, claims as JSON text, or a claims object. The
 * first failure is told. **The signature is not verified here.**
 */
export function safeCheckClaims(
  claims: TokenOrClaims,
  policy: ClaimsPolicy,
  now: Instant = Date.now(),
): Result<Principal> {
  return run((rules) => {
    const policyText = stringify(() => policy) ?? "";
    if (policyText.length > JSON_MAX) return badPolicy();
    const token = typeof claims === "string" ? claims : (stringify(() => claims) ?? "");
    const nowText = typeof now === "string" ? now : "";
    const writer = new Writer(rules, MAX_TOKEN_LENGTH);
    // What is too long, or no text at all, is left out: the rules refuse what is then missing.
    if (token.length <= MAX_TOKEN_LENGTH) writer.text(token);
    const tokenLength = writer.length;
    writer.text(policyText);
    const policyLength = writer.length - tokenLength;
    if (nowText.length <= INSTANT_MAX) writer.text(nowText);
    const millis = typeof now === "number" ? now : dateMilliseconds(now);
    const { checkClaims } = rules.exports;
    const answer = checkClaims(tokenLength, policyLength, writer.length, millis);
    if (answer < 0) return rules.problems(answer);
    const issuedAt = rules.number(0);
    const expiresAt = rules.number(1);
    const said = JSON.parse(rules.text(answer)) as Omit<Principal, "issuedAt" | "expiresAt">;
    const principal: Principal = Number.isNaN(issuedAt)
      ? { ...said, expiresAt }
      : { ...said, issuedAt, expiresAt };
    return { ok: true, value: principal };
  });
}

/** As {@link safeCheckClaims}; throws a `RuleError` with the first failure. */
export function checkClaims(
  claims: TokenOrClaims,
  policy: ClaimsPolicy,
  now: Instant = Date.now(),
): Principal {
  return unwrap(safeCheckClaims(claims, policy, now));
}

function malformed() {
  return refused(problem("TOKEN_MALFORMED", ""));
}

function badPolicy() {
  return refused(problem("INVALID_POLICY", "policy"));
}
