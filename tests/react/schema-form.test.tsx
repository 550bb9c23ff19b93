// `ratingBatch`, a Standard Schema, in a form of react-hook-form: rendered, filled in and submitted.

import { type RatingPayload, ratingBatch, type ValidRatings } from "@focus-squad/core";
import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { useForm } from "react-hook-form";
import { describe, expect, expectTypeOf, test, vi } from "vitest";

const ANN = "9B2F3C1A-5D47-4E6B-8A10-3F1E2D4C5B6A";
const RED_NEEDS_REASON = "Red ratings require at least one reason.";

function RatingForm({ onRate }: { readonly onRate: (ratings: ValidRatings) => void }) {
  const { register, handleSubmit, formState } = useForm({
    resolver: standardSchemaResolver(ratingBatch),
    defaultValues: { ratings: [{ ratee_id: ANN, rating: "green", reasons: [] }] },
  });
  const problems = formState.errors.ratings?.[0];
  return (
    <form onSubmit={handleSubmit((ratings) => onRate(ratings))}>
      <select aria-label="Rating" {...register("ratings.0.rating")}>
        <option value="green">Green</option>
        <option value="red">Red</option>
      </select>
      {(["disruptive_behavior", "other"] as const).map((reason) => (
        <label key={reason}>
          <input type="checkbox" value={reason} {...register("ratings.0.reasons")} />
          {reason}
        </label>
      ))}
      <textarea
        aria-label="Text"
        {...register("ratings.0.other_reason_text", { setValueAs: (text) => text || undefined })}
      />
      <p data-testid="reasons">{problems?.reasons?.message}</p>
      <p data-testid="text">{problems?.other_reason_text?.message}</p>
      <button type="submit">Rate</button>
    </form>
  );
}

const rate = () => act(async () => void fireEvent.click(screen.getByText("Rate")));
const choose = (value: string) =>
  act(async () => void fireEvent.change(screen.getByLabelText("Rating"), { target: { value } }));
const tick = (reason: string) =>
  act(async () => void fireEvent.click(screen.getByLabelText(reason)));
const write = (value: string) =>
  act(async () => void fireEvent.change(screen.getByLabelText("Text"), { target: { value } }));
const told = (field: string) => screen.getByTestId(field).textContent;

describe("a form whose resolver is `ratingBatch`", () => {
  test("tells each problem at its field and submits nothing", async () => {
    const onRate = vi.fn();
    render(<RatingForm onRate={onRate} />);
    await choose("red");
    await rate();
    expect(told("reasons")).toBe(RED_NEEDS_REASON);
    await tick("other");
    await write("🦊".repeat(501));
    await rate();
    expect(told("reasons")).toBe("");
    expect(told("text")).toBe("This must have at most 500 characters.");
    expect(onRate).not.toHaveBeenCalled();
  });

  test("submits what was judged: ids in lower case, text trimmed", async () => {
    const onRate = vi.fn();
    render(<RatingForm onRate={onRate} />);
    await choose("red");
    await tick("other");
    await write("  Sang through the break  ");
    await rate();
    expect(onRate.mock.calls).toEqual([
      [
        {
          ratings: [
            {
              ratee_id: ANN.toLowerCase(),
              rating: "red",
              reasons: ["other"],
              other_reason_text: "Sang through the break",
            },
          ],
        },
      ],
    ]);
  });
});

test("`ratingBatch` is a Standard Schema by its own types too", async () => {
  const schema: StandardSchemaV1<RatingPayload, ValidRatings> = ratingBatch;
  expectTypeOf<StandardSchemaV1.InferInput<typeof ratingBatch>>().toEqualTypeOf<RatingPayload>();
  expectTypeOf<StandardSchemaV1.InferOutput<typeof ratingBatch>>().toEqualTypeOf<ValidRatings>();
  expect(schema["~standard"]).toMatchObject({ version: 1, vendor: "@focus-squad/core" });
  const result = await schema["~standard"].validate({
    ratings: [{ ratee_id: ANN, rating: "red" }],
  });
  expect(result.issues).toEqual([
    { message: RED_NEEDS_REASON, path: ["ratings", 0, "reasons"], code: "RED_REASON_REQUIRED" },
  ]);
});
