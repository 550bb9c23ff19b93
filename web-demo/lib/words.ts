/** The words of the page for the words of the wire. */

import { fromApiPhase, PHASES, type RatingValue, type RedReason } from "@focus-squad/core";
import type {
  CreditTier,
  DiaryTag,
  GateReason,
  Language,
  Mood,
  ReflectionPhase,
  TableMode,
  WayOut,
} from "@focus-squad/core/full";

import type { Participant, RateableUser, SessionFrame } from "./types";

export const VALUE_WORDS: Readonly<
  Record<RatingValue, { readonly name: string; readonly hint: string }>
> = {
  green: { name: "Green", hint: "good company" },
  red: { name: "Red", hint: "a complaint" },
  skip: { name: "Skip", hint: "no opinion" },
};

export const REASON_WORDS: Readonly<Record<RedReason, string>> = {
  absent_no_show: "Never showed up",
  disruptive_behavior: "Disturbed the others",
  left_early_no_notice: "Left early without a word",
  not_actually_working: "Was not working",
  other: "Something else",
};

export const MODE_WORDS: Readonly<Record<TableMode, string>> = {
  forced_audio: "Audio on",
  quiet: "Quiet",
};

export const LANGUAGE_WORDS: Readonly<Record<Language, string>> = {
  en: "English",
  "zh-TW": "Chinese (Taiwan)",
};

export const TIER_WORDS: Readonly<Record<CreditTier, string>> = {
  free: "Free",
  pro: "Pro",
  elite: "Elite",
  infinite: "Infinite",
  admin: "Admin",
};

export const GATE_WORDS: Readonly<Record<GateReason, string>> = {
  no_credits: "No credits are left: a seat takes one.",
  pending_ratings: "Rate your last table first, then find the next one.",
};

export const WAY_OUT_WORDS: Readonly<Record<WayOut, string>> = {
  cancel: "Cancel this seat",
  leave: "Leave the table",
};

export const REFLECTION_WORDS: Readonly<Record<ReflectionPhase, string>> = {
  setup: "What are you going to work on?",
  break: "How is it going?",
  social: "How did it go?",
};

export const TAG_WORDS: Readonly<Record<DiaryTag, string>> = {
  productive: "Productive",
  distracted: "Distracted",
  breakthrough: "Breakthrough",
  tired: "Tired",
  energized: "Energized",
  social: "Social",
  "deep-focus": "Deep focus",
  struggled: "Struggled",
};

export const MOOD_WORDS: Readonly<Record<Mood, string>> = {
  positive: "Your week goes well.",
  neutral: "Your week goes up and down.",
  tired: "Your week is a tiring one.",
};

/** The label of a phase that the server told. */
export function phaseLabel({
  current_phase,
  has_started,
}: Pick<SessionFrame, "current_phase" | "has_started">): string {
  const phase = fromApiPhase(current_phase, has_started);
  return PHASES.find((row) => row.phase === phase)?.label ?? "";
}

/** One of something, or more of it. */
export function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

export function personName(person: RateableUser): string {
  return person.display_name ?? person.username;
}

export function seatName(seat: Participant): string {
  return seat.ai_companion_name ?? seat.display_name ?? seat.username ?? "Somebody";
}

/** Enough of an id to tell two apart. */
export function shortId(id: string): string {
  return id.length > 13 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id;
}
