/** People: usernames, profiles, the deletion of an account, and how somebody is shown. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { AccountAction, DeletionEvent, Language, PixelAvatar, TableMode } from "../words.js";
import { askRule } from "./ask.js";

/** A username while it is typed. */
export interface FilteredUsername {
  /** What is left: at most 30 of `a` to `z`, `0` to `9` and `_`. */
  readonly username: string;
  /** Whether that is long enough to be one. */
  readonly isLongEnough: boolean;
}

/** What a username is made of. */
export interface UsernameCandidateFacts {
  /** The address; what stands before its first `@` counts. */
  readonly email?: string | null;
  /** 0 for the address alone, 1 to 10 for one with an ending. */
  readonly attempt: number;
  /** Where the ending comes from: random, 0 to 2^32 − 1. */
  readonly seed: number;
}

/** A change of a profile as it is sent: what is absent stays, null clears. */
export interface ProfileBody {
  /** 3 to 30 of `a` to `z` in any case, `0` to `9` and `_`. */
  readonly username?: string;
  /** At most 50 code points. */
  readonly display_name?: string | null;
  /** At most 160 code points. */
  readonly bio?: string | null;
  /** Any words; none of them blank. */
  readonly study_interests?: readonly string[] | null;
  /** What is spoken. */
  readonly preferred_language?: Language;
  /** The character. */
  readonly pixel_avatar_id?: PixelAvatar | null;
  /** Whether the first steps are done. */
  readonly is_onboarded?: boolean;
  /** How they like to sit. */
  readonly default_table_mode?: TableMode | null;
  /** Whether keys and mouse may tell that somebody is there. */
  readonly activity_tracking_enabled?: boolean;
  /** Whether mails are sent. */
  readonly email_notifications_enabled?: boolean;
  /** Whether notifications are pushed. */
  readonly push_notifications_enabled?: boolean;
}

/** A change of a profile, and what tells whether the username is free. */
export interface ProfileUpdateFacts extends ProfileBody {
  /** Any object; only its kind is judged, and it is not told again. */
  readonly avatar_config?: object | null;
  /** Any object; only its kind is judged, and it is not told again. */
  readonly social_links?: object | null;
  /** The username until now. */
  readonly currentUsername?: string | null;
  /** Whether another account has the username; no, unless said. */
  readonly isUsernameTaken?: boolean | null;
}

/** Whether, and when, an account is deleted. */
export interface AccountDeletion {
  /** When that was asked for. */
  readonly deletedAt?: Instant | null;
  /** From when on its rows are deleted. */
  readonly deletionScheduledAt?: Instant | null;
}

/** What somebody wants with the deletion of their account. */
export interface AccountDeletionFacts extends AccountDeletion {
  /** To be deleted, or to stay after all. */
  readonly event: DeletionEvent;
}

/** Whether, and when, an account is deleted now: RFC 3339 text. */
export interface TrackedDeletion {
  /** When that was asked for; null when the account stays. */
  readonly deletedAt: string | null;
  /** From when on its rows are deleted; null when the account stays. */
  readonly deletionScheduledAt: string | null;
}

/** What an account wants to do. */
export interface AccountAccessFacts {
  /** From when on its rows are deleted; null when it stays. */
  readonly deletionScheduledAt?: Instant | null;
  /** What it wants to do. */
  readonly action: AccountAction;
}

/** How somebody is shown who has no picture. */
export interface NameAvatar {
  /** The first letters of the first two words; case is kept. */
  readonly initials: string;
  /** 0 to 359. */
  readonly hue: number;
  /** The same as CSS: `hsl(120, 35%, 55%)`. */
  readonly color: string;
}

/** A username in lower case, or all that is wrong with it. It is not trimmed. */
export function safeCheckUsername(facts: { readonly username: string }): Result<string> {
  return askRule(Asked.CheckUsername, facts);
}

/** As {@link safeCheckUsername}; throws a `RuleError`. */
export function checkUsername(facts: { readonly username: string }): string {
  return unwrap(safeCheckUsername(facts));
}

/** What is left of a username while it is typed, and whether it is long enough. */
export function safeFilterUsername(facts: { readonly text: string }): Result<FilteredUsername> {
  return askRule(Asked.FilterUsername, facts);
}

/** As {@link safeFilterUsername}; throws a `RuleError`. */
export function filterUsername(facts: { readonly text: string }): FilteredUsername {
  return unwrap(safeFilterUsername(facts));
}

/** The username that is tried for a new account. After the tenth ending give up. */
export function safeUsernameCandidate(facts: UsernameCandidateFacts): Result<string> {
  return askRule(Asked.UsernameCandidate, facts);
}

/** As {@link safeUsernameCandidate}; throws a `RuleError`. */
export function usernameCandidate(facts: UsernameCandidateFacts): string {
  return unwrap(safeUsernameCandidate(facts));
}

/** A change of a profile, trimmed and ready to be sent, or all that is wrong with it. */
export function safeProfileUpdate(facts: ProfileUpdateFacts): Result<ProfileBody> {
  return askRule(Asked.ProfileUpdate, facts);
}

/** As {@link safeProfileUpdate}; throws a `RuleError`. */
export function profileUpdate(facts: ProfileUpdateFacts): ProfileBody {
  return unwrap(safeProfileUpdate(facts));
}

/** The deletion of an account: 30 days from the first request on, until it is taken back. */
export function safeTrackDeletion(
  facts: AccountDeletionFacts,
  now: Instant = Date.now(),
): Result<TrackedDeletion> {
  return askRule(Asked.TrackDeletion, facts, now);
}

/** As {@link safeTrackDeletion}; throws a `RuleError`. */
export function trackDeletion(
  facts: AccountDeletionFacts,
  now: Instant = Date.now(),
): TrackedDeletion {
  return unwrap(safeTrackDeletion(facts, now));
}

/** Lets an account that is going to be deleted see itself, stay after all and sign out, no more. */
export function safeCheckAccountAccess(facts: AccountAccessFacts): Result<null> {
  return askRule(Asked.CheckAccountAccess, facts);
}

/** As {@link safeCheckAccountAccess}; throws a `RuleError`. */
export function checkAccountAccess(facts: AccountAccessFacts): null {
  return unwrap(safeCheckAccountAccess(facts));
}

/** Whether an account's rows are to be deleted now. */
export function safeIsPurgeDue(
  facts: { readonly deletionScheduledAt?: Instant | null },
  now: Instant = Date.now(),
): Result<boolean> {
  return askRule(Asked.IsPurgeDue, facts, now);
}

/** As {@link safeIsPurgeDue}; throws a `RuleError`. */
export function isPurgeDue(
  facts: { readonly deletionScheduledAt?: Instant | null },
  now: Instant = Date.now(),
): boolean {
  return unwrap(safeIsPurgeDue(facts, now));
}

/** Initials and colour of somebody who has no picture. */
export function safeNameAvatar(facts: { readonly name: string }): Result<NameAvatar> {
  return askRule(Asked.NameAvatar, facts);
}

/** As {@link safeNameAvatar}; throws a `RuleError`. */
export function nameAvatar(facts: { readonly name: string }): NameAvatar {
  return unwrap(safeNameAvatar(facts));
}
