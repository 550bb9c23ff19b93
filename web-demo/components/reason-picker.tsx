"use client";

import {
  type RatingEntry,
  REASON_TEXT_MAX_LENGTH,
  RED_REASONS,
  textLength,
} from "@focus-squad/core";
import { useId } from "react";

import type { CardProblems } from "../lib/problems";
import type { Change } from "../lib/use-rating-form";
import { REASON_WORDS } from "../lib/words";
import { ProblemList } from "./notice";

interface Props {
  readonly userId: string;
  readonly name: string;
  readonly entry: RatingEntry;
  readonly problems: CardProblems;
  readonly onEdit: (change: Change) => void;
}

/** Why somebody gets a red rating. */
export function ReasonPicker({ userId, name, entry, problems, onEdit }: Props) {
  const id = useId();
  return (
    <>
      <fieldset className="reasons" aria-describedby={`${id}-reasons`}>
        <legend>What happened?</legend>
        {RED_REASONS.map((reason) => (
          <label key={reason} className="check">
            <input
              type="checkbox"
              checked={entry.reasons.includes(reason)}
              onChange={() => onEdit((form) => form.toggleReason(userId, reason))}
            />
            <span>{REASON_WORDS[reason]}</span>
          </label>
        ))}
      </fieldset>
      <div id={`${id}-reasons`} aria-live="polite">
        {problems.reasons !== undefined && <ProblemList problems={problems.reasons} />}
      </div>
      {entry.reasons.includes("other") && (
        <div className="field">
          <label htmlFor={`${id}-text`}>In your own words</label>
          <textarea
            id={`${id}-text`}
            rows={2}
            aria-label={`In your own words, about ${name}`}
            aria-describedby={`${id}-count ${id}-text-problems`}
            aria-invalid={problems.other_reason_text !== undefined}
            value={entry.otherReasonText}
            onChange={(event) => {
              const text = event.target.value;
              onEdit((form) => form.setOtherText(userId, text));
            }}
          />
          <span id={`${id}-count`} className="fine">
            {textLength(entry.otherReasonText)} of {REASON_TEXT_MAX_LENGTH} characters
          </span>
          <div id={`${id}-text-problems`} aria-live="polite">
            {problems.other_reason_text !== undefined && (
              <ProblemList problems={problems.other_reason_text} />
            )}
          </div>
        </div>
      )}
    </>
  );
}
