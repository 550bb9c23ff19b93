// The rating store by itself and in plain React: the package decides, the store tells.

import {
  newRatingEntries,
  RuleError,
  ratingPayload,
  setRating,
  toggleReason,
} from "@focus-squad/core";
import { createRatingStore, type RatingState, useRatingStore } from "@focus-squad/core/react";
import { act, fireEvent, render, renderHook, screen } from "@testing-library/react";
import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";

const [ANN, BEN] = [
  "9b2f3c1a-5d47-4e6b-8a10-3f1e2d4c5b6a",
  "1c8e7d6b-2a39-4f50-9b61-7e8d9c0a1b2c",
] as const;

describe("createRatingStore", () => {
  test("begins with an untouched entry for each user", () => {
    const store = createRatingStore([ANN, BEN]);
    expect(store.getState().ratings).toEqual(newRatingEntries([ANN, BEN]));
    expect(store.getState()).toBe(store.getInitialState());
  });

  test("does what the package's function of the same name does", () => {
    const { getState } = createRatingStore([ANN, BEN]);
    getState().setRating(ANN, "red");
    getState().toggleReason(ANN, "other");
    getState().toggleReason(ANN, "disruptive_behavior");
    getState().setOtherText(ANN, "  sang  ");
    expect(getState().ratings[ANN]).toEqual({
      value: "red",
      reasons: ["other", "disruptive_behavior"],
      otherReasonText: "  sang  ",
    });
    getState().setReasons(ANN, ["absent_no_show"]);
    const red = setRating(newRatingEntries([ANN, BEN]), ANN, "red");
    expect(getState().ratings).toEqual(toggleReason(red, ANN, "absent_no_show"));
    expect(getState().ratingPayload()).toEqual(ratingPayload(getState().ratings));
  });

  test("knows when the ratings may be sent", () => {
    const { getState } = createRatingStore([ANN]);
    expect(getState().canSubmitRatings()).toBe(false);
    getState().setRating(ANN, "red");
    expect(getState().canSubmitRatings()).toBe(false);
    getState().toggleReason(ANN, "absent_no_show");
    expect(getState().canSubmitRatings()).toBe(true);
    expect(getState().canSubmitRatings(true)).toBe(false);
  });

  test("throws what the package refuses and stays as it was", () => {
    const store = createRatingStore([ANN]);
    const listener = vi.fn();
    store.subscribe(listener);
    expect(() => store.getState().setRating("", "green")).toThrow(RuleError);
    expect(() => store.getState().setRating(ANN, "purple" as "green")).toThrow(
      expect.objectContaining({ code: "UNKNOWN_VALUE" }),
    );
    expect(store.getState()).toBe(store.getInitialState());
    expect(listener).not.toHaveBeenCalled();
    expect(() => createRatingStore("no list" as never)).toThrow(RuleError);
  });

  test("starts anew for other people", () => {
    const store = createRatingStore([ANN]);
    store.getState().setRating(ANN, "green");
    store.getState().resetRatings([BEN]);
    expect(store.getState().ratings).toEqual(newRatingEntries([BEN]));
  });

  test("tells listeners the state and the one before, until they leave", () => {
    const store = createRatingStore([ANN]);
    const listener = vi.fn();
    const leave = store.subscribe(listener);
    const before = store.getState();
    before.setRating(ANN, "green");
    expect(listener.mock.calls).toEqual([[store.getState(), before]]);
    leave();
    store.getState().setRating(ANN, "skip");
    expect(listener).toHaveBeenCalledOnce();
  });

  test("takes a state from outside, or what a function makes of it", () => {
    const store = createRatingStore([ANN]);
    const saved = setRating(newRatingEntries([BEN]), BEN, "green");
    store.setState({ ratings: saved });
    expect(store.getState().ratingPayload().ratings).toHaveLength(1);
    store.setState(({ ratings }) => ({ ratings: setRating(ratings, BEN, null) }));
    expect(store.getState().ratingPayload().ratings).toHaveLength(0);
    expect(store.getState().setRating).toBe(store.getInitialState().setRating);
  });
});

describe("useRatingStore", () => {
  function Card({ store, id }: { store: ReturnType<typeof createRatingStore>; id: string }) {
    const { entry, setRating } = useRatingStore(store, pick(id));
    return (
      <button type="button" onClick={() => setRating(id, "green")}>
        {id} {entry?.value ?? "nothing"}
      </button>
    );
  }

  /** A selector that builds an object, made anew at every render. */
  function pick(id: string) {
    return ({ ratings, setRating }: RatingState) => ({ entry: ratings[id], setRating });
  }

  test("renders each change, in StrictMode and with a selector that builds objects", () => {
    const errors = vi.spyOn(console, "error");
    const store = createRatingStore([ANN, BEN]);
    render(
      <StrictMode>
        <Card store={store} id={ANN} />
        <Card store={store} id={BEN} />
      </StrictMode>,
    );
    fireEvent.click(screen.getByText(`${BEN} nothing`));
    expect(screen.getByText(`${BEN} green`)).toBeDefined();
    expect(screen.getByText(`${ANN} nothing`)).toBeDefined();
    expect(errors).not.toHaveBeenCalled();
  });

  test("renders only when what it picks is another thing", () => {
    const store = createRatingStore([ANN, BEN]);
    let renders = 0;
    const { result } = renderHook(() => {
      renders += 1;
      return useRatingStore(store, (state) => state.canSubmitRatings());
    });
    act(() => store.getState().setRating(ANN, "green"));
    expect(renders).toBe(1);
    act(() => store.getState().setRating(BEN, "skip"));
    expect([renders, result.current]).toEqual([2, true]);
  });

  test("gives the whole state without a selector", () => {
    const store = createRatingStore([ANN]);
    const { result } = renderHook(() => useRatingStore(store));
    act(() => result.current.setRating(ANN, "green"));
    expect(result.current.ratingPayload()).toEqual({
      ratings: [{ ratee_id: ANN, rating: "green" }],
    });
  });

  test("is rendered on a server as it began, and the browser agrees", async () => {
    const errors = vi.spyOn(console, "error");
    const store = createRatingStore([ANN]);
    store.getState().setRating(ANN, "green");
    const page = <Card store={store} id={ANN} />;
    const container = document.createElement("div");
    container.innerHTML = renderToString(page);
    expect(container.textContent).toBe(`${ANN} nothing`);
    const root = await act(() => hydrateRoot(container, page));
    expect(container.textContent).toBe(`${ANN} green`);
    expect(errors).not.toHaveBeenCalled();
    act(() => root.unmount());
  });

  test("leaves no listener after unmounting", () => {
    const store = createRatingStore([ANN]);
    const leave = vi.fn();
    const subscribe = vi.spyOn(store, "subscribe").mockReturnValue(leave);
    const { unmount } = renderHook(() => useRatingStore(store));
    unmount();
    expect(leave).toHaveBeenCalledTimes(subscribe.mock.calls.length);
  });
});
