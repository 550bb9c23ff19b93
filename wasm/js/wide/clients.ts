/** Who asks, and for what: client addresses, public paths, scopes. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import { askRule } from "./ask.js";

/** Where a request comes from. */
export interface ClientFacts {
  /** The address at the other end of the connection, with a port or without. */
  readonly peer: string;
  /** `X-Forwarded-For`; null without one. */
  readonly forwardedFor?: string | null;
  /** Addresses and networks (`10.0.0.0/8`) of proxies that are trusted. */
  readonly trustedProxies: readonly string[];
}

/** What a request counts under. */
export interface LimitKeyFacts {
  /** Who vouches for the user; null without one. */
  readonly issuer?: string | null;
  /** The user, as the issuer names it; null without one. */
  readonly subject?: string | null;
  /** The client's address. */
  readonly address: string;
}

/** Scopes: a text with spaces in between, or a list of such; null for none. */
export type Scopes = string | readonly string[] | null | undefined;

/** The address of a client; `INVALID_ADDRESS` where something else stands. */
export function safeClientAddress(facts: ClientFacts): Result<string> {
  return askRule(Asked.ClientAddress, facts);
}

/** As {@link safeClientAddress}; throws a `RuleError`. */
export function clientAddress(facts: ClientFacts): string {
  return unwrap(safeClientAddress(facts));
}

/** The key that a request counts under: its user's, or else its address's (of IPv6 the /64). */
export function safeLimitKey(facts: LimitKeyFacts): Result<string> {
  return askRule(Asked.LimitKey, facts);
}

/** As {@link safeLimitKey}; throws a `RuleError`. */
export function limitKey(facts: LimitKeyFacts): string {
  return unwrap(safeLimitKey(facts));
}

/** Whether a path is open to those who are not signed in. */
export function safeIsPublicPath(facts: { readonly path: string }): Result<boolean> {
  return askRule(Asked.IsPublicPath, facts);
}

/** As {@link safeIsPublicPath}; throws a `RuleError`. */
export function isPublicPath(facts: { readonly path: string }): boolean {
  return unwrap(safeIsPublicPath(facts));
}

/** The scopes that are granted: asked for and allowed, in the order of asking. */
export function safeGrantScopes(facts: {
  readonly asked?: Scopes;
  readonly allowed?: Scopes;
}): Result<readonly string[]> {
  return askRule(Asked.GrantScopes, facts);
}

/** As {@link safeGrantScopes}; throws a `RuleError`. */
export function grantScopes(facts: {
  readonly asked?: Scopes;
  readonly allowed?: Scopes;
}): readonly string[] {
  return unwrap(safeGrantScopes(facts));
}

/** Whether a token's scopes hold all that are needed; something must be. */
export function safeHasScope(facts: {
  readonly scope?: Scopes;
  readonly needed: string | readonly string[];
}): Result<boolean> {
  return askRule(Asked.HasScope, facts);
}

/** As {@link safeHasScope}; throws a `RuleError`. */
export function hasScope(facts: {
  readonly scope?: Scopes;
  readonly needed: string | readonly string[];
}): boolean {
  return unwrap(safeHasScope(facts));
}
