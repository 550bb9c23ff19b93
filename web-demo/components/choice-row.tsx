"use client";

import { useId } from "react";

interface Props<Word extends string> {
  readonly legend: string;
  readonly options: readonly Word[];
  readonly words: Readonly<Record<Word, string>>;
  /** Null for any. */
  readonly value: Word | null;
  readonly onChange: (value: Word | null) => void;
}

/** One of a few, or any. */
export function ChoiceRow<Word extends string>(props: Props<Word>) {
  const { legend, options, words, value, onChange } = props;
  const name = useId();
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {[null, ...options].map((option) => (
        <label key={option} className="choice choice-small">
          <input
            type="radio"
            name={name}
            checked={option === value}
            onChange={() => onChange(option)}
          />
          <span>{option === null ? "Any" : words[option]}</span>
        </label>
      ))}
    </fieldset>
  );
}
