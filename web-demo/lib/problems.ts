/** Puts each problem beside the field it is about. */

import type { RatingPayload } from "@focus-squad/core";

import type { PlacedProblem } from "./types";

export type CardField = "rating" | "reasons" | "other_reason_text" | "card";

/** Problems of one person's card, by field. */
export type CardProblems = Partial<Readonly<Record<CardField, readonly PlacedProblem[]>>>;

export interface ProblemPlaces {
  readonly byRatee: ReadonlyMap<string, CardProblems>;
  /** Those that belong to no card. */
  readonly general: readonly PlacedProblem[];
}

/**
 * The index in a path counts the ratings of the body, which leaves out people without a choice, so
 * the card is found by the ratee that stands there.
 */
export function placeProblems(
  body: RatingPayload,
  problems: readonly PlacedProblem[],
): ProblemPlaces {
  const byRatee = new Map<string, Partial<Record<CardField, readonly PlacedProblem[]>>>();
  const general: PlacedProblem[] = [];
  for (const problem of problems) {
    const place = /^ratings\[(\d+)\](?:\.(\w+))?/.exec(problem.path);
    const ratee = place === null ? undefined : body.ratings[Number(place[1])]?.ratee_id;
    if (ratee === undefined) {
      general.push(problem);
      continue;
    }
    const field = cardField(place?.[2]);
    const card = byRatee.get(ratee) ?? {};
    const known = card[field] ?? [];
    if (!known.some((other) => other.path === problem.path && other.code === problem.code)) {
      byRatee.set(ratee, { ...card, [field]: [...known, problem] });
    }
  }
  return { byRatee, general };
}

function cardField(member: string | undefined): CardField {
  switch (member) {
    case "rating":
    case "reasons":
    case "other_reason_text":
      return member;
    default:
      return "card";
  }
}
