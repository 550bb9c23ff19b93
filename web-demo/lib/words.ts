/** The words of the page for the words of the wire. */

import type { RatingValue, RedReason } from "@focus-squad/core";

import type { Participant, RateableUser } from "./types";

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
