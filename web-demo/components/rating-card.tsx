"use client";

import { RATING_VALUES, type RatingEntry } from "@focus-squad/core";
import { useId } from "react";

import type { CardProblems } from "../lib/problems";
import type { RateableUser } from "../lib/types";
import type { Change } from "../lib/use-rating-form";
import { personName, VALUE_WORDS } from "../lib/words";
import { ProblemList } from "./notice";
import { ReasonPicker } from "./reason-picker";

interface Props {
  readonly person: RateableUser;
  readonly entry: RatingEntry;
  readonly problems: CardProblems;
  readonly onEdit: (change: Change) => void;
}

/** What one person gets. */
export function RatingCard({ person, entry, problems, onEdit }: Props) {
  const id = useId();
  const name = personName(person);
  const own = [...(problems.card ?? []), ...(problems.rating ?? [])];
  return (
    <article className="rating" aria-labelledby={`${id}-name`}>
      <h3 id={`${id}-name`}>{name}</h3>
      <fieldset className="values">
        <legend className="sr-only">Rating for {name}</legend>
        {RATING_VALUES.map((value) => (
          <label key={value} className={`choice choice-${value}`}>
            <input
              type="radio"
              name={`${id}-value`}
              checked={entry.value === value}
              onChange={() => onEdit((form) => form.setRating(person.user_id, value))}
            />
            <span>
              {VALUE_WORDS[value].name} <small>{VALUE_WORDS[value].hint}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {entry.value === "red" && (
        <ReasonPicker
          userId={person.user_id}
          name={name}
          entry={entry}
          problems={problems}
          onEdit={onEdit}
        />
      )}
      <div aria-live="polite">{own.length > 0 && <ProblemList problems={own} />}</div>
    </article>
  );
}
