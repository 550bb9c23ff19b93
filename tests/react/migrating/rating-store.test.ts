// The migrated rating store: the old state and actions, the package's decisions.

import { beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "./api";
import { useRatingStore } from "./rating-store";
import type { RatingStore } from "./rating-store.before";

const SESSION = "6d5c4b3a-2918-4706-95f4-e3d2c1b0a998";
const OTHER_SESSION = "0f1e2d3c-4b5a-4697-8877-665544332211";
const [ANN, BEN] = [
  { user_id: "9b2f3c1a-5d47-4e6b-8a10-3f1e2d4c5b6a", username: "ann", display_name: "Ann" },
  { user_id: "1c8e7d6b-2a39-4f50-9b61-7e8d9c0a1b2c", username: "ben", display_name: null },
] as const;

const store = (): RatingStore => useRatingStore.getState();
const spyOnPost = () => vi.spyOn(api, "post").mockResolvedValue({});
const spyOnGet = () => vi.spyOn(api, "get").mockResolvedValue(null);
let post: ReturnType<typeof spyOnPost>;
let get: ReturnType<typeof spyOnGet>;

beforeEach(() => {
  useRatingStore.setState(useRatingStore.getInitialState(), true);
  post = spyOnPost();
  get = spyOnGet();
});

test("has the state that it had", () => {
  expect(store()).toMatchObject({
    hasPendingRatings: false,
    pendingSessionId: null,
    rateableUsers: [],
    ratings: {},
    isSubmitting: false,
    error: null,
    ratingHistory: null,
    isLoadingHistory: false,
  });
  const actions = Object.entries(store()).filter(([, value]) => typeof value === "function");
  expect(actions.map(([name]) => name).sort()).toEqual([
    "checkPending",
    "loadHistory",
    "setOtherText",
    "setPendingRatings",
    "setRating",
    "setReasons",
    "skipAll",
    "submit",
  ]);
});

describe("entering ratings", () => {
  beforeEach(() => store().setPendingRatings(SESSION, [ANN, BEN]));

  test("begins anew for each pending session", () => {
    const untouched = { value: null, reasons: [], otherReasonText: "" };
    store().setRating(ANN.user_id, "green");
    useRatingStore.setState({ error: "of before" });
    store().setPendingRatings(SESSION, [BEN]);
    expect(store()).toMatchObject({
      hasPendingRatings: true,
      pendingSessionId: SESSION,
      rateableUsers: [BEN],
      error: null,
    });
    expect(store().ratings).toEqual({ [BEN.user_id]: untouched });
  });

  test("keeps reasons and text of a red rating, and clears them with any other", () => {
    store().setRating(ANN.user_id, "red");
    store().setReasons(ANN.user_id, ["other", "absent_no_show"]);
    store().setOtherText(ANN.user_id, "  never came ");
    store().setRating(ANN.user_id, "red");
    expect(store().ratings[ANN.user_id]).toEqual({
      value: "red",
      reasons: ["other", "absent_no_show"],
      otherReasonText: "  never came ",
    });
    store().setRating(ANN.user_id, "skip");
    expect(store().ratings[ANN.user_id]).toEqual({
      value: "skip",
      reasons: [],
      otherReasonText: "",
    });
  });

  test("drops the text with its reason, and leaves the value alone", () => {
    store().setRating(ANN.user_id, "red");
    store().setReasons(ANN.user_id, ["other"]);
    store().setOtherText(ANN.user_id, "noise");
    store().setReasons(ANN.user_id, ["disruptive_behavior"]);
    expect(store().ratings[ANN.user_id]).toEqual({
      value: "red",
      reasons: ["disruptive_behavior"],
      otherReasonText: "",
    });
  });
});

describe("submit and skipAll", () => {
  beforeEach(() => store().setPendingRatings(SESSION, [ANN, BEN]));

  test("refuse another session before any request", async () => {
    for (const send of [store().submit, store().skipAll]) {
      await send(OTHER_SESSION);
      expect(store().error).toBe("Session mismatch: cannot rate a different session");
      expect(store().isSubmitting).toBe(false);
    }
    expect(post).not.toHaveBeenCalled();
  });

  test.each([null, ""])("proceed while the pending id is %j", async (pendingSessionId) => {
    useRatingStore.setState({ pendingSessionId });
    await store().submit(OTHER_SESSION);
    expect(post).toHaveBeenCalledOnce();
  });

  test("post the body that was posted, then forget everything", async () => {
    store().setRating(ANN.user_id, "red");
    store().setReasons(ANN.user_id, ["other"]);
    store().setOtherText(ANN.user_id, "  noise ");
    const sent = store().submit(SESSION);
    expect(store()).toMatchObject({ isSubmitting: true, error: null });
    await sent;
    expect(post.mock.calls).toEqual([
      [
        `/sessions/${SESSION}/rate`,
        {
          ratings: [
            {
              ratee_id: ANN.user_id,
              rating: "red",
              reasons: ["other"],
              other_reason_text: "noise",
            },
          ],
        },
      ],
    ]);
    expect(store()).toEqual(useRatingStore.getInitialState());
  });

  test("skip without a body", async () => {
    await store().skipAll(SESSION);
    expect(post.mock.calls).toEqual([[`/sessions/${SESSION}/rate/skip`]]);
  });

  test("keep the ratings after a failure, and say what it was", async () => {
    store().setRating(ANN.user_id, "green");
    post.mockRejectedValueOnce(new Error("The server is away."));
    await store().submit(SESSION);
    expect(store()).toMatchObject({ isSubmitting: false, error: "The server is away." });
    expect(store().ratings[ANN.user_id]?.value).toBe("green");
    post.mockRejectedValue("no error");
    await store().submit(SESSION);
    expect(store().error).toBe("Failed to submit ratings");
    await store().skipAll(SESSION);
    expect(store().error).toBe("Failed to skip ratings");
  });
});

describe("reading from the server", () => {
  const pending = { session_id: SESSION, rateable_users: [ANN] };

  test("takes over what is pending", async () => {
    get.mockResolvedValue({ has_pending: true, pending });
    await store().checkPending();
    expect(store()).toMatchObject({ hasPendingRatings: true, pendingSessionId: SESSION });
    expect(Object.keys(store().ratings)).toEqual([ANN.user_id]);
  });

  test.each([
    { has_pending: false, pending: null },
    { has_pending: true, pending: null },
    { has_pending: true, pending: { ...pending, rateable_users: [] } },
  ])("leaves users and ratings behind when nothing is: %j", async (nothing) => {
    store().setPendingRatings(SESSION, [ANN]);
    get.mockResolvedValue(nothing);
    await store().checkPending();
    expect(store()).toMatchObject({ hasPendingRatings: false, pendingSessionId: null });
    expect(store().rateableUsers).toEqual([ANN]);
  });

  test("replaces the history with its first page and appends the others", async () => {
    const page = (number: number) => ({
      summary: { total_received: 2, green_count: 2, red_count: 0, green_percentage: 100 },
      items: [{ id: `${number}`, session_id: SESSION, rating: "green", created_at: "" }],
      total: 2,
      page: number,
      per_page: 20,
    });
    get.mockImplementation(async (path) => page(Number(/page=(\d+)/.exec(path)?.[1])));
    await store().loadHistory();
    await store().loadHistory(2);
    expect(store().ratingHistory?.items.map((item) => item.id)).toEqual(["1", "2"]);
    await store().loadHistory(1);
    expect(store().ratingHistory?.items.map((item) => item.id)).toEqual(["1"]);
    expect(get).toHaveBeenLastCalledWith("/sessions/rating-history?page=1&per_page=20");
  });

  test("swallows failures", async () => {
    store().setPendingRatings(SESSION, [ANN]);
    get.mockRejectedValue(new Error("away"));
    await store().checkPending();
    await store().loadHistory();
    expect(store()).toMatchObject({ hasPendingRatings: true, isLoadingHistory: false });
  });
});
