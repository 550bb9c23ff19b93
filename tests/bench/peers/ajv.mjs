// The rules in ajv: shapes by compiled JSON Schema, rules between members by hand behind it, since
// a keyword of one's own costs more than a loop.

import { Ajv } from "ajv";
import {
  isOwnText,
  isText,
  judgeClaims,
  judgeRatees,
  judgeRating,
  LISTED_REASONS,
  normalise,
  principalOf,
  RATING_VALUES,
  RED_REASONS,
  UUID,
} from "./rules.mjs";

const formats = { uuid: UUID, text: isText, "own-text": isOwnText };
const all = new Ajv({ allErrors: true, allowUnionTypes: true, formats });
const isBatch = all.compile({
  type: "object",
  required: ["ratings"],
  properties: {
    ratings: {
      type: "array",
      minItems: 1,
      maxItems: 3,
      items: {
        type: "object",
        required: ["ratee_id", "rating"],
        properties: {
          ratee_id: { type: "string", format: "uuid" },
          rating: { enum: RATING_VALUES },
          reasons: {
            type: ["array", "null"],
            maxItems: LISTED_REASONS,
            items: { enum: RED_REASONS },
          },
          other_reason_text: { type: ["string", "null"], format: "own-text" },
        },
      },
    },
    session_id: { type: ["string", "null"], format: "text" },
  },
});

export function ratings(input) {
  const errors = isBatch(input) ? [] : isBatch.errors;
  const list = input?.ratings;
  if (Array.isArray(list)) {
    for (let index = 0; index < list.length; index++) {
      if (typeof list[index] !== "object" || list[index] === null) continue;
      judgeRating(list[index], (member, message) => {
        errors.push({ instancePath: `/ratings/${index}/${member}`, message });
      });
    }
    judgeRatees(list, (index, message) => {
      errors.push({ instancePath: `/ratings/${index}/ratee_id`, message });
    });
  }
  return errors.length === 0 ? { ok: true, value: normalise(input) } : { ok: false, errors };
}

/** Where an error is; of what is missing, where it would be. */
export function placeOf({ instancePath, keyword, params }) {
  const steps = instancePath.split("/").slice(1);
  if (keyword === "required") steps.push(params.missingProperty);
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

const date = { type: "number", minimum: 0, maximum: 2 ** 53 };
const text = { type: "string" };
const texts = { type: ["string", "array"], items: text };
/** Only the first failure is asked for. */
const first = new Ajv({ allowUnionTypes: true, strictNumbers: true });
const isClaims = first.compile({
  type: "object",
  required: ["exp"],
  properties: {
    exp: date,
    nbf: date,
    iat: date,
    iss: text,
    aud: texts,
    azp: text,
    type: text,
    sub: text,
    role: text,
    email: text,
    jti: text,
    session_id: text,
    sid: text,
    scope: texts,
    scopes: texts,
    tier: text,
  },
});

export function claims(input, policy, now) {
  if (!isClaims(input)) return { ok: false, claim: placeOf(isClaims.errors[0])[0] };
  const claim = judgeClaims(input, policy, now);
  return claim === undefined ? { ok: true, value: principalOf(input) } : { ok: false, claim };
}
