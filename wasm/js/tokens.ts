/** Bearer tokens, up to the signature and after it. Nothing here verifies a signature. */

import { problem, type Result, refused, unwrap } from "./errors.js";
import { FieldPlace, Kind, MAX_TOKEN_LENGTH, readClaims, readPolicy } from "./generated.js";
import { run } from "./instance.js";
import { lengthOf, type Memory, ownMembers } from "./memory.js";
import { dateMilliseconds, INSTANT_MAX, type Instant } from "./phases.js";
import { FIELDS } from "./tables.js";

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
  return run((rules) => {
    const headers = header == null ? [] : typeof header === "string" ? [header] : header;
    const at = rules.open(Kind.Array);
    try {
      writeTexts(rules, headers, HEADER_MAX);
    } catch {
      return malformed();
    }
    rules.close(at, 1);
    const answer = rules.ask(rules.exports.parseBearer);
    if (answer < 0) return rules.problems(answer);
    return { ok: true, value: answer === 0 ? null : rules.read(answer).piece() };
  });
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
    const read = claimsOf(rules, token, 1);
    return typeof read === "number" ? rules.problems(read) : { ok: true, value: read };
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
    // The strict reading of a text comes first; then a text is as good as an object.
    const read = typeof claims === "string" ? claimsOf(rules, claims, 0) : claims;
    let given: Given;
    const at = rules.clear().open(Kind.Array);
    try {
      writePolicy(rules, policy);
    } catch {
      return badPolicy();
    }
    try {
      given = writeClaims(rules, read);
    } catch {
      return malformed();
    }
    if (typeof now === "string") rules.value(now, INSTANT_MAX);
    rules.close(at, typeof now === "string" ? 3 : 2);
    const millis = typeof now === "number" ? now : dateMilliseconds(now);
    const { checkClaims } = rules.exports;
    const answer = rules.ask((nodes, text, length) => checkClaims(millis, nodes, text, length));
    if (answer < 0) return rules.problems(answer);
    return { ok: true, value: principal(rules.read(answer), given) };
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

/** The longest header that is looked at, and the longest list of texts. */
const HEADER_MAX = 65_536;
const LIST_MAX = 1024;

/** Members as they were when they were looked at. */
type Given = readonly unknown[];

/** The claims of a text that was read as strictly as a server reads it, or problems. */
function claimsOf(rules: Memory, token: unknown, compact: 0 | 1): ClaimsObject | number {
  const { claimsText } = rules.exports;
  const ask = (length: number) => claimsText(compact, length);
  const isShort = typeof token === "string" && token.length <= MAX_TOKEN_LENGTH;
  const answer = (isShort ? rules.askText(token, ask) : undefined) ?? ask(0);
  return answer < 0 ? answer : JSON.parse(rules.longText(answer));
}

function writeClaims(rules: Memory, claims: unknown): Given {
  const members = ownMembers(claims);
  const at = rules.open(members ? Kind.Object : Kind.Other);
  if (members === undefined) return [];
  const given = readClaims(members);
  rules.close(at, writeMembers(rules, given, FieldPlace.Exp, MAX_TOKEN_LENGTH));
  return given;
}

function writePolicy(rules: Memory, policy: unknown): void {
  const given = ownMembers(policy);
  const at = rules.open(given ? Kind.Object : Kind.Other);
  if (given === undefined) return;
  let members = writeMembers(rules, readPolicy(given), FieldPlace.Issuers, HEADER_MAX);
  for (const name of Object.keys(given)) {
    if (POLICY.includes(name) || given[name] === undefined) continue;
    // What nobody knows is named like nothing.
    rules.node(Kind.Text, 0, 0);
    rules.node(Kind.Null, 0, 0);
    members++;
  }
  rules.close(at, members);
}

/** The known members of a policy. */
const POLICY: readonly string[] = /* @__PURE__ */ FIELDS.slice(
  FieldPlace.Issuers,
  FieldPlace.NotBeforeLeewaySeconds + 1,
);

/** Members whose names stand together from `first` on; how many there are. */
function writeMembers(rules: Memory, given: Given, first: number, most: number): number {
  let members = 0;
  for (let place = 0; place < given.length; place++) {
    const member = given[place];
    if (member === undefined) continue;
    rules.node(Kind.Field, first + place, 0);
    writeMember(rules, member, most);
    members++;
  }
  return members;
}

function writeMember(rules: Memory, member: unknown, most: number): void {
  if (typeof member === "number") rules.number(member);
  else writeTexts(rules, member, most);
}

/** A text, or a list of texts that is not absurdly long. */
function writeTexts(rules: Memory, texts: unknown, most: number): void {
  if (!Array.isArray(texts)) rules.value(texts, most);
  else if (lengthOf(texts) > LIST_MAX) rules.node(Kind.Other, 0, 0);
  else rules.list(texts, LIST_MAX, most);
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

function principal(rules: Memory, given: Given): Principal {
  const claim = (place: FieldPlace) => given[place - FieldPlace.Exp] as string;
  const expiresAt = rules.next();
  const issuedAt = rules.next();
  const session = rules.next();
  const email = claim(FieldPlace.Email);
  const role = claim(FieldPlace.Role);
  const jti = claim(FieldPlace.Jti);
  const tier = claim(FieldPlace.Tier);
  const found: Writable<Principal> = {
    issuer: claim(FieldPlace.Iss),
    subject: claim(FieldPlace.Sub),
    scopes: rules.pieces(),
    expiresAt,
  };
  if (!Number.isNaN(issuedAt)) found.issuedAt = issuedAt;
  if (session > 0) found.sessionId = claim(session > 1 ? FieldPlace.Sid : FieldPlace.SessionClaim);
  if (email !== undefined) found.email = email;
  if (role !== undefined) found.role = role;
  if (jti !== undefined) found.jti = jti;
  if (tier !== undefined) found.tier = tier;
  return found;
}

function malformed() {
  return refused(problem("TOKEN_MALFORMED", ""));
}

function badPolicy() {
  return refused(problem("INVALID_POLICY", "policy"));
}
