/** Credits between people: gifts and referrals. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import { askRule } from "./ask.js";
import type { CreditAccount, CreditChange } from "./credits.js";

/** What a gift is judged on. */
export interface GiftFacts {
  /** Who gives. */
  readonly senderId: string;
  /** Who is to have it. */
  readonly recipientId: string;
  /** 1 to 4 credits; 1 unless said. */
  readonly amount?: number | null;
  /** The sender's account; null when there is none. */
  readonly sender: Omit<CreditAccount, "cycleStart"> | null;
  /** The recipient's account; null when there is none. */
  readonly recipient: { readonly creditsRemaining: number } | null;
}

/** What a gift moves, to be stored as a whole. */
export interface GivenCredits {
  /** The sender's balance and ledger. */
  readonly sender: CreditChange;
  /** The recipient's balance and ledger. */
  readonly recipient: CreditChange;
  /** The sender's counter. */
  readonly giftsSentThisWeek: number;
}

/** What tells whether a referral code may be applied. */
export interface ReferralApplication {
  /** The code as it was typed, 1 to 20 characters. */
  readonly code: string;
  /** Who applies it, by their own code and who referred them before; null without an account. */
  readonly account: { readonly referralCode: string; readonly referredBy: string | null } | null;
  /** Whose code it is; null when nobody's. */
  readonly referrerId: string | null;
}

/** What tells whether a settled session brings a bonus. */
export interface ReferralSettlement {
  /** Whether the session was completed. */
  readonly completed: boolean;
  /** Sessions completed before this one. */
  readonly completedBefore: number;
  /** The balance of who was referred. */
  readonly creditsRemaining: number;
  /** Who referred them, by balance and completed referrals; null when nobody did. */
  readonly referrer: {
    readonly creditsRemaining: number;
    readonly referralsCompleted: number;
  } | null;
}

/** What a referral brings, to be stored as a whole. */
export interface ReferralBonus {
  /** Balance and ledger of who was referred. */
  readonly account: CreditChange;
  /** Balance and ledger of who referred. */
  readonly referrer: CreditChange;
  /** The referrer's own count of completed referrals, this one among them. */
  readonly referralsCompleted: number;
}

/** Gives credits away: what moves, or the first check that fails. */
export function safeGiveCredits(facts: GiftFacts): Result<GivenCredits> {
  return askRule(Asked.GiveCredits, facts);
}

/** As {@link safeGiveCredits}; throws a `RuleError`. */
export function giveCredits(facts: GiftFacts): GivenCredits {
  return unwrap(safeGiveCredits(facts));
}

/** The referral code of a random whole number below 2^32. */
export function safeReferralCode(facts: { readonly seed: number }): Result<string> {
  return askRule(Asked.ReferralCode, facts);
}

/** As {@link safeReferralCode}; throws a `RuleError`. */
export function referralCode(facts: { readonly seed: number }): string {
  return unwrap(safeReferralCode(facts));
}

/** The link that shares a referral code. */
export function safeReferralLink(facts: {
  readonly baseUrl: string;
  readonly code: string;
}): Result<string> {
  return askRule(Asked.ReferralLink, facts);
}

/** As {@link safeReferralLink}; throws a `RuleError`. */
export function referralLink(facts: { readonly baseUrl: string; readonly code: string }): string {
  return unwrap(safeReferralLink(facts));
}

/** Applies a referral code: the id of who referred, or the first check that fails. */
export function safeApplyReferral(facts: ReferralApplication): Result<string> {
  return askRule(Asked.ApplyReferral, facts);
}

/** As {@link safeApplyReferral}; throws a `RuleError`. */
export function applyReferral(facts: ReferralApplication): string {
  return unwrap(safeApplyReferral(facts));
}

/** What the first completed session of somebody who was referred brings; null for any other. */
export function safeReferralBonus(facts: ReferralSettlement): Result<ReferralBonus | null> {
  return askRule(Asked.ReferralBonus, facts);
}

/** As {@link safeReferralBonus}; throws a `RuleError`. */
export function referralBonus(facts: ReferralSettlement): ReferralBonus | null {
  return unwrap(safeReferralBonus(facts));
}
