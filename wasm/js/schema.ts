/** Validated shapes as Standard Schema objects, for form libraries and the like. */

import type { Problem } from "./errors.js";
import { type RatingPayload, safeValidateRatings, type ValidRatings } from "./ratings.js";

/** What a failed validation tells, as https://standardschema.dev has it. */
export interface SchemaIssue {
  /** The words that the server says. */
  readonly message: string;
  /** Where, step by step: `["ratings", 0, "reasons"]`. */
  readonly path: readonly (string | number)[];
  /** The code, which is ours beside what a Standard Schema tells. */
  readonly code: Problem["code"];
}

/** A Standard Schema, version 1. */
export interface Schema<Input, Output> {
  /** What a library that takes Standard Schemas looks for. */
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "@focus-squad/core";
    /** Judges a value: every problem at once. */
    readonly validate: (
      value: unknown,
    ) =>
      | { readonly value: Output; readonly issues?: undefined }
      | { readonly issues: readonly SchemaIssue[] };
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** The body of `POST /sessions/{id}/rate`. */
export const ratingBatch: Schema<RatingPayload, ValidRatings> = {
  "~standard": {
    version: 1,
    vendor: "@focus-squad/core",
    validate(value) {
      const result = safeValidateRatings(value);
      if (result.ok) return { value: result.value };
      return { issues: result.errors.map(issue) };
    },
  },
};

function issue({ message, path, code }: Problem): SchemaIssue {
  const words = path.match(/[^.[\]]+/g) ?? [];
  return { message, code, path: words.map((word) => (/^\d+$/.test(word) ? Number(word) : word)) };
}
