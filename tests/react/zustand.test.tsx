// The ratings inside of Zustand: as a slice of a larger store, and our store read by its hooks.

import {
  createRatingStore,
  type RatingState,
  ratingSlice,
  useRatingStore,
} from "@focus-squad/core/react";
import { act, renderHook } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { create, useStore } from "zustand";
import { devtools, persist, subscribeWithSelector } from "zustand/middleware";
import { useShallow } from "zustand/react/shallow";
import { createStore } from "zustand/vanilla";

const ANN = "9b2f3c1a-5d47-4e6b-8a10-3f1e2d4c5b6a";

interface Mine {
  readonly isOpen: boolean;
  readonly open: () => void;
}

describe("a slice of a larger store", () => {
  test("lives beside other state in `create`", () => {
    const useForm = create<RatingState & Mine>()((set, get, api) => ({
      ...ratingSlice([ANN])(set, get, api),
      isOpen: false,
      open: () => set({ isOpen: true }),
    }));
    const { result } = renderHook(() =>
      useForm(useShallow(({ ratings, isOpen }) => ({ ratings, isOpen }))),
    );
    act(() => {
      useForm.getState().open();
      useForm.getState().setRating(ANN, "red");
    });
    expect(result.current).toMatchObject({ isOpen: true, ratings: { [ANN]: { value: "red" } } });
    expect(useForm.getState().canSubmitRatings()).toBe(false);
  });

  test("is a state creator by itself", () => {
    const store = createStore<RatingState>()(ratingSlice([ANN]));
    store.getState().setRating(ANN, "green");
    expect(store.getState().ratingPayload().ratings).toEqual([{ ratee_id: ANN, rating: "green" }]);
  });

  test("goes through Zustand's middlewares", () => {
    const saved = new Map<string, string>();
    const storage = {
      getItem: () => null,
      setItem: (name: string, value: unknown) => void saved.set(name, JSON.stringify(value)),
      removeItem: (name: string) => void saved.delete(name),
    };
    const partialize = ({ ratings }: RatingState) => ({ ratings });
    const store = createStore<RatingState>()(
      devtools(
        subscribeWithSelector(persist(ratingSlice([ANN]), { name: "form", storage, partialize })),
        { enabled: false },
      ),
    );
    const values: unknown[] = [];
    store.subscribe(
      (state) => state.ratings[ANN]?.value,
      (value) => values.push(value),
    );
    store.getState().setRating(ANN, "skip");
    expect(values).toEqual(["skip"]);
    expect(JSON.parse(saved.get("form") ?? "").state.ratings[ANN].value).toBe("skip");
  });
});

describe("hooks of either side", () => {
  test("Zustand's read our store", () => {
    const store = createRatingStore([ANN]);
    const { result } = renderHook(() => useStore(store, (state) => state.ratings[ANN]?.value));
    act(() => store.getState().setRating(ANN, "green"));
    expect(result.current).toBe("green");
  });

  test("ours read Zustand's store", () => {
    const store = createStore<RatingState & Mine>()((set, get) => ({
      ...ratingSlice([ANN])(set, get),
      isOpen: false,
      open: () => set({ isOpen: true }),
    }));
    const { result } = renderHook(() => useRatingStore(store, ({ isOpen }) => ({ isOpen })));
    act(() => store.getState().open());
    expect(result.current).toEqual({ isOpen: true });
  });
});
