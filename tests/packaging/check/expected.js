// What every consumer must be told, taken from the rules.

const MAIN = {
  phase: {
    phase: "break",
    timeRemaining: 120,
    totalTimeRemaining: 1620,
    progress: 0,
    elapsedMinutes: 28,
  },
  valid: {
    ratings: [
      { ratee_id: "0190f4a0-1c00-7000-8000-0000000000a1", rating: "green" },
      { ratee_id: "0190f4a0-1c00-7000-8000-0000000000b2", rating: "red", reasons: ["other"] },
    ],
  },
  invalid: {
    name: "RuleError",
    errors: [
      {
        path: "ratings[0].ratee_id",
        code: "INVALID_ID",
        message: "This is not a well-formed id.",
        params: {},
      },
      {
        path: "ratings[1].reasons",
        code: "RED_REASON_REQUIRED",
        message: "Red ratings require at least one reason.",
        params: {},
      },
      {
        path: "ratings[2].rating",
        code: "UNKNOWN_VALUE",
        message: "This must be one of: green, red, skip.",
        params: { allowed: ["green", "red", "skip"] },
      },
    ],
  },
  claims: {
    issuer: "https://issuer.example",
    subject: "ana",
    scopes: [],
    expiresAt: 1_777_631_400,
  },
};

/** By entry, as `check()` answers. */
export const EXPECTED = {
  "@focus-squad/core": MAIN,
  "@focus-squad/core/full": {
    ...MAIN,
    history: { total_received: 3, green_count: 2, red_count: 1, green_percentage: 66.7 },
  },
  "@focus-squad/core/clock": { isReady: false, offset: 0, isOfThisCentury: true },
};
