// The rules in zod 4: shapes by schema, rules between members as refinements that run whatever else
// is wrong, so that every problem is told.

import * as z from "zod";
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

const rating = z
  .object({
    ratee_id: z.string().regex(UUID, "must be a UUID"),
    rating: z.enum(RATING_VALUES),
    reasons: z.array(z.enum(RED_REASONS)).max(LISTED_REASONS).nullish(),
    other_reason_text: z.string().refine(isOwnText, "must be short text").nullish(),
  })
  .superRefine(
    (value, context) => {
      judgeRating(value, (member, message) => {
        context.addIssue({ code: "custom", path: [member], message });
      });
    },
    { when: ({ value }) => typeof value === "object" && value !== null },
  );

const batch = z
  .object({
    ratings: z
      .array(rating)
      .min(1)
      .max(3)
      .superRefine(
        (value, context) => {
          judgeRatees(value, (index, message) => {
            context.addIssue({ code: "custom", path: [index, "ratee_id"], message });
          });
        },
        { when: ({ value }) => Array.isArray(value) },
      ),
    session_id: z.string().refine(isText, "must be text").nullish(),
  })
  .transform(normalise);

export function ratings(input) {
  const result = batch.safeParse(input);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, errors: result.error.issues };
}

/** Where an issue is. */
export const placeOf = ({ path }) => path;

const date = z
  .number()
  .min(0)
  .max(2 ** 53);
const text = z.string();
const texts = z.union([text, z.array(text)]);
const shape = z.object({
  exp: date,
  nbf: date.optional(),
  iat: date.optional(),
  iss: text.optional(),
  aud: texts.optional(),
  azp: text.optional(),
  type: text.optional(),
  sub: text.optional(),
  role: text.optional(),
  email: text.optional(),
  jti: text.optional(),
  session_id: text.optional(),
  sid: text.optional(),
  scope: texts.optional(),
  scopes: texts.optional(),
  tier: text.optional(),
});

export function claims(input, policy, now) {
  const read = shape.safeParse(input);
  if (!read.success) return { ok: false, claim: read.error.issues[0].path[0] };
  const claim = judgeClaims(read.data, policy, now);
  return claim === undefined ? { ok: true, value: principalOf(read.data) } : { ok: false, claim };
}
