/** The rating form's state as a store: the package decides each change, the store tells of it. */

import {
  canSubmitRatings,
  newRatingEntries,
  type RatingEntries,
  type RatingPayload,
  type RatingValue,
  ratingPayload,
  setOtherText,
  setRating,
  setReasons,
  toggleReason,
} from "@focus-squad/core";
import { useMemo, useSyncExternalStore } from "react";

/**
 * The ratings and what can be done with them. Each action does what the package's function of the
 * same name does, and throws the same `RuleError`; the state is then as it was.
 */
export interface RatingState {
  /** What the form holds, by user id. */
  readonly ratings: RatingEntries;
  /** Starts anew, with an untouched entry for each id. */
  readonly resetRatings: (userIds: readonly string[]) => void;
  /** Chooses a value, or takes it back. */
  readonly setRating: (userId: string, value: RatingValue | null) => void;
  /** Ticks a reason, or unticks it. */
  readonly toggleReason: (userId: string, reason: string) => void;
  /** Replaces the reasons. */
  readonly setReasons: (userId: string, reasons: readonly string[]) => void;
  /** Replaces the text beside the reason `other`. */
  readonly setOtherText: (userId: string, text: string) => void;
  /** The body to send. */
  readonly ratingPayload: () => RatingPayload;
  /** Whether the ratings may be sent now; not while they are being sent. */
  readonly canSubmitRatings: (submitting?: boolean) => boolean;
}

/** Puts {@link RatingState} into a store that has `set` and `get`, as Zustand's do. */
export type RatingSlice = (
  set: (change: Pick<RatingState, "ratings">) => void,
  get: () => Pick<RatingState, "ratings">,
  store?: unknown,
) => RatingState;

/**
 * The ratings as a slice of a larger store:
 *
 * ```ts
 * create<RatingState & Mine>()((...store) => ({ ...ratingSlice(userIds)(...store), ...mine }));
 * ```
 *
 * Throws a `RuleError` for what is no list of user ids.
 */
export function ratingSlice(userIds: readonly string[]): RatingSlice {
  const ratings = newRatingEntries(userIds);
  return (set, get) => ({
    ratings,
    resetRatings: (ids) => set({ ratings: newRatingEntries(ids) }),
    setRating: (id, value) => set({ ratings: setRating(get().ratings, id, value) }),
    toggleReason: (id, reason) => set({ ratings: toggleReason(get().ratings, id, reason) }),
    setReasons: (id, reasons) => set({ ratings: setReasons(get().ratings, id, reasons) }),
    setOtherText: (id, text) => set({ ratings: setOtherText(get().ratings, id, text) }),
    ratingPayload: () => ratingPayload(get().ratings),
    canSubmitRatings: (submitting) => canSubmitRatings(get().ratings, submitting),
  });
}

/** A store of ratings, in the shape of Zustand's vanilla stores. */
export interface RatingStore {
  /** The state as it is now. */
  readonly getState: () => RatingState;
  /** The state that the store was made with, which a server renders. */
  readonly getInitialState: () => RatingState;
  /** Lays a part over the state, or what a function makes of the state. */
  readonly setState: (
    change: Partial<RatingState> | ((state: RatingState) => Partial<RatingState>),
  ) => void;
  /** Tells a listener of each change; what it returns takes the listener off. */
  readonly subscribe: (listener: (state: RatingState, previous: RatingState) => void) => () => void;
}

/** A store of ratings for these users. Throws a `RuleError` for what is no list of user ids. */
export function createRatingStore(userIds: readonly string[]): RatingStore {
  const listeners = new Set<(state: RatingState, previous: RatingState) => void>();
  const setState: RatingStore["setState"] = (change) => {
    const previous = state;
    state = { ...previous, ...(typeof change === "function" ? change(previous) : change) };
    for (const listener of [...listeners]) listener(state, previous);
  };
  const getState = () => state;
  const initial = ratingSlice(userIds)(setState, getState);
  let state = initial;
  return {
    getState,
    getInitialState: () => initial,
    setState,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The part of a store that reading it takes; Zustand's stores have it too. */
export interface ReadableStore<State> {
  /** The state as it is now. */
  readonly getState: () => State;
  /** The state that a server renders. */
  readonly getInitialState: () => State;
  /** Tells a listener of each change; what it returns takes the listener off. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** The state of a store, rendered anew at each change. */
export function useRatingStore<State>(store: ReadableStore<State>): State;
/** What `selector` picks of a store's state, rendered anew when that changes. It may build objects. */
export function useRatingStore<State, Part>(
  store: ReadableStore<State>,
  selector: (state: State) => Part,
): Part;
export function useRatingStore<State>(
  store: ReadableStore<State>,
  selector: (state: State) => unknown = whole,
): unknown {
  const getPart = useMemo(() => pickOnce(selector), [selector]);
  return useSyncExternalStore(
    store.subscribe,
    () => getPart(store.getState()),
    () => getPart(store.getInitialState()),
  );
}

function whole<State>(state: State): State {
  return state;
}

/** Picks the same of the same state: an object built anew would look like a change. */
function pickOnce<State, Part>(selector: (state: State) => Part): (state: State) => Part {
  let known: { readonly state: State; readonly part: Part } | undefined;
  return (state) => {
    if (known?.state !== state) known = { state, part: selector(state) };
    return known.part;
  };
}
