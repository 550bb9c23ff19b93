// @vitest-environment node
// `ratingBatch`, a Standard Schema, as the input of a tRPC procedure, asked by HTTP requests.

import type { RatingPayload, SchemaIssue, ValidRatings } from "@focus-squad/core";
import { ratingBatch } from "@focus-squad/core";
import { type inferProcedureInput, initTRPC } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { describe, expect, expectTypeOf, test } from "vitest";

const ANN = "9b2f3c1a-5d47-4e6b-8a10-3f1e2d4c5b6a";
const stored: ValidRatings[] = [];

const t = initTRPC.create({
  // What a page needs to put each problem beside its field.
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    issues: (error.cause as { issues?: readonly SchemaIssue[] } | undefined)?.issues ?? [],
  }),
});

const router = t.router({
  rate: t.procedure.input(ratingBatch).mutation(({ input }) => {
    stored.push(input);
    return { stored: input.ratings.length };
  }),
});

async function rate(body: unknown) {
  const response = await fetchRequestHandler({
    endpoint: "/trpc",
    router,
    req: new Request("http://localhost/trpc/rate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  return { status: response.status, json: await response.json() };
}

describe("a tRPC procedure whose input is `ratingBatch`", () => {
  test("gets what was judged", async () => {
    const { status, json } = await rate({
      ratings: [{ ratee_id: ANN.toUpperCase(), rating: "green", other_reason_text: "  " }],
    });
    expect({ status, data: json.result.data }).toEqual({ status: 200, data: { stored: 1 } });
    expect(stored).toEqual([{ ratings: [{ ratee_id: ANN, rating: "green" }] }]);
  });

  test("is not called with a body that is refused, and the answer tells every problem", async () => {
    const before = stored.length;
    const { status, json } = await rate({
      ratings: [
        { ratee_id: ANN, rating: "red" },
        { ratee_id: "nobody", rating: "blue" },
      ],
    });
    expect(status).toBe(400);
    expect(json.error.issues).toEqual([
      { code: "RED_REASON_REQUIRED", path: ["ratings", 0, "reasons"], message: expect.any(String) },
      { code: "INVALID_ID", path: ["ratings", 1, "ratee_id"], message: expect.any(String) },
      { code: "UNKNOWN_VALUE", path: ["ratings", 1, "rating"], message: expect.any(String) },
    ]);
    expect(stored).toHaveLength(before);
  });

  test("has the package's types on both sides", () => {
    expectTypeOf<inferProcedureInput<typeof router.rate>>().toEqualTypeOf<RatingPayload>();
  });
});
