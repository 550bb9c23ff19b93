/** Credits: what seats are paid with, the weekly refresh, and how a balance is shown. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { CreditBadgeStyle, CreditTier } from "../words.js";
import { askRule } from "./ask.js";

/** What a tier allows. */
export interface CreditAllowance {
  /** Credits that a week brings. */
  readonly weeklyAllowance: number;
  /** Where a week's refresh stops. */
  readonly maxBalance: number;
  /** Whether credits may be given away. */
  readonly canGift: boolean;
  /** Credits that may be given away in a week. */
  readonly maxGiftsPerWeek: number;
}

/** The credits of one account. */
export interface CreditAccount {
  /** What it pays for. */
  readonly tier: CreditTier;
  /** What it may spend. */
  readonly creditsRemaining: number;
  /** Credits that it gave away since its cycle began. */
  readonly giftsSentThisWeek: number;
  /** The day on which its cycle began: a date, `2026-05-01`, or an instant of that day. */
  readonly cycleStart: Instant;
}

/** A balance that changed. */
export interface CreditChange {
  /** What the account has now. */
  readonly balance: number;
  /** What the ledger logs: by how much the balance really changed. */
  readonly amount: number;
}

/** What a refresh does to an account. */
export interface CreditRefresh extends CreditChange {
  /** The day on which the next cycle begins, as its first instant: RFC 3339 text. */
  readonly cycleStart: string;
  /** None yet, in the new cycle. */
  readonly giftsSentThisWeek: number;
}

/** What a balance's badge shows. */
export interface CreditBadge {
  /** How much attention it asks for. */
  readonly style: CreditBadgeStyle;
  /** Where the balance stops growing from week to week. */
  readonly maxBalance: number;
  /** What a countdown runs to, RFC 3339 text; null unless the balance is empty. */
  readonly countdownTo: string | null;
  /** Whether it leads somewhere; only an empty balance does. */
  readonly isClickable: boolean;
}

/** What is to be spent. */
export interface CreditSpending {
  /** The balance. */
  readonly creditsRemaining: number;
  /** 1 or more. */
  readonly amount: number;
}

/** What a tier allows. */
export function safeCreditTier(facts: { readonly tier: CreditTier }): Result<CreditAllowance> {
  return askRule(Asked.CreditTier, facts);
}

/** As {@link safeCreditTier}; throws a `RuleError`. */
export function creditTier(facts: { readonly tier: CreditTier }): CreditAllowance {
  return unwrap(safeCreditTier(facts));
}

/** The credits of an account that is made now. */
export function safeNewCreditAccount(
  now: Instant = Date.now(),
): Result<CreditAccount & { readonly cycleStart: string }> {
  return askRule(Asked.NewCreditAccount, {}, now);
}

/** As {@link safeNewCreditAccount}; throws a `RuleError`. */
export function newCreditAccount(
  now: Instant = Date.now(),
): CreditAccount & { readonly cycleStart: string } {
  return unwrap(safeNewCreditAccount(now));
}

/** Whether a balance covers an amount; null, no account, covers none. */
export function safeHasSufficientCredits(facts: {
  readonly creditsRemaining: number | null;
  readonly amount: number;
}): Result<boolean> {
  return askRule(Asked.HasSufficientCredits, facts);
}

/** As {@link safeHasSufficientCredits}; throws a `RuleError`. */
export function hasSufficientCredits(facts: {
  readonly creditsRemaining: number | null;
  readonly amount: number;
}): boolean {
  return unwrap(safeHasSufficientCredits(facts));
}

/** Spends credits; `INSUFFICIENT_CREDITS` when the balance is smaller. */
export function safeDeductCredits(facts: CreditSpending): Result<CreditChange> {
  return askRule(Asked.DeductCredits, facts);
}

/** As {@link safeDeductCredits}; throws a `RuleError`. */
export function deductCredits(facts: CreditSpending): CreditChange {
  return unwrap(safeDeductCredits(facts));
}

/** Adds credits: all of them, or up to the cap of a tier where one is given. */
export function safeAddCredits(
  facts: CreditSpending & { readonly tier?: CreditTier | null },
): Result<CreditChange> {
  return askRule(Asked.AddCredits, facts);
}

/** As {@link safeAddCredits}; throws a `RuleError`. */
export function addCredits(
  facts: CreditSpending & { readonly tier?: CreditTier | null },
): CreditChange {
  return unwrap(safeAddCredits(facts));
}

/** When credits are refreshed next, RFC 3339 text: seven days after the cycle's day, or after today. */
export function safeNextCreditRefresh(
  facts: { readonly cycleStart?: Instant | null },
  now: Instant = Date.now(),
): Result<string> {
  return askRule(Asked.NextCreditRefresh, facts, now);
}

/** As {@link safeNextCreditRefresh}; throws a `RuleError`. */
export function nextCreditRefresh(
  facts: { readonly cycleStart?: Instant | null },
  now: Instant = Date.now(),
): string {
  return unwrap(safeNextCreditRefresh(facts, now));
}

/** Refreshes an account whose week is over, never to a lower balance; null before that. */
export function safeRefreshCredits(
  facts: Omit<CreditAccount, "giftsSentThisWeek">,
  now: Instant = Date.now(),
): Result<CreditRefresh | null> {
  return askRule(Asked.RefreshCredits, facts, now);
}

/** As {@link safeRefreshCredits}; throws a `RuleError`. */
export function refreshCredits(
  facts: Omit<CreditAccount, "giftsSentThisWeek">,
  now: Instant = Date.now(),
): CreditRefresh | null {
  return unwrap(safeRefreshCredits(facts, now));
}

/** How a balance is shown. */
export function safeCreditBadge(
  facts: Omit<CreditAccount, "giftsSentThisWeek">,
): Result<CreditBadge> {
  return askRule(Asked.CreditBadge, facts);
}

/** As {@link safeCreditBadge}; throws a `RuleError`. */
export function creditBadge(facts: Omit<CreditAccount, "giftsSentThisWeek">): CreditBadge {
  return unwrap(safeCreditBadge(facts));
}
