// How each function is called when it is called well, so that what is hostile may sit at any depth.

export const A = "0190f4a0-0000-7000-8000-00000000000a";
const B = "0190f4a0-0000-7000-8000-00000000000b";
const START = 1_777_627_800_000;

/** A compact token without a signature that anybody checked. */
export const token = (claims) =>
  `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(claims))}.c2ln`.replaceAll("=", "");

const TOKEN = token({ iss: "i", sub: "s", exp: 9 });
const instant = (v) => v([START, "2026-05-01T09:30:00Z", new Date(START)]);
const list = (v, items) => v([items.map((item) => v([item]))]);

const batch = (v) =>
  v([
    {
      ratings: v([
        [
          v([{ ratee_id: v([A, A.toUpperCase()]), rating: v(["green", "skip"]) }]),
          v([
            {
              ratee_id: v([B]),
              rating: v(["red"]),
              reasons: list(v, ["absent_no_show", "other"]),
              other_reason_text: v([" late ", "", "é".repeat(500)]),
            },
          ]),
        ],
      ]),
      session_id: v([undefined, A]),
    },
  ]);

const entries = (v) =>
  v([
    {
      [A]: v([
        {
          value: v([null, "red", "green"]),
          reasons: list(v, ["other"]),
          otherReasonText: v(["", "late"]),
        },
      ]),
      u2: v([{ value: null, reasons: [], otherReasonText: "" }]),
    },
  ]);

const policy = (v) =>
  v([
    {
      issuers: list(v, ["i"]),
      audiences: v([null, ["a"]]),
      authorizedParties: v([undefined, null]),
      roles: v([undefined, ["member"]]),
      leewaySeconds: v([0, 30]),
    },
  ]);

const claims = (v) =>
  v([
    TOKEN,
    '{"iss":"i","sub":"s","exp":9}',
    {
      iss: v(["i"]),
      sub: v(["s"]),
      aud: v(["a", ["a", "b"]]),
      exp: v([9, 1e12]),
      iat: v([undefined, 1]),
      role: v(["member"]),
      scope: v(["read write", ["read", "write"]]),
    },
  ]);

const seats = (v) =>
  v([
    [A, B].map((userId) =>
      v([{ userId: v([userId]), participantType: v(["human"]), leftAt: v([null, START]) }]),
    ),
  ]);

const facts = (v) =>
  v([
    {
      sessionId: v([A]),
      startTime: instant(v),
      raterId: v([B]),
      seats: seats(v),
      alreadyRated: v([false]),
      pending: list(v, [A]),
    },
  ]);

const state = (v) => v([{ completedAt: v([null, START]), expiresAt: instant(v) }]);

/** The arguments of a call; `v` picks one of the good values, or something else. */
const CALLS = {
  safeCheckClaims: (v) => [claims(v), policy(v), v([5_000, START])],
  safeCheckRatingEligibility: (v) => [batch(v), facts(v), instant(v)],
  safeCheckSkipEligibility: (v) => [facts(v), instant(v)],
  safeFormatTime: (v) => [v([0, 59.9, 3_300])],
  safeFromApiPhase: (v) => [v(["setup", "work_1"]), v([true, false])],
  safeGuardSession: (v) => [v([A, null, ""]), v([A, B])],
  safeHistorySummary: (v) => [v([3]), v([1])],
  safeIsPendingDeletable: (v) => [state(v), instant(v)],
  safeIsPendingOpen: (v) => [state(v), instant(v)],
  safeNewRatingEntries: (v) => [list(v, [A, B])],
  safeNextPhaseChange: (v) => [instant(v), instant(v)],
  safeParseBearer: (v) => [v([`Bearer ${TOKEN}`, ["Bearer x"], null])],
  safeParseSessionId: (v) => [v([A, A.toUpperCase()])],
  safePendingRecords: (v) => [v([{ startTime: instant(v), seats: seats(v) }]), instant(v)],
  safePhaseDuration: (v) => [v(["setup", "work1"])],
  safePhaseInfo: (v) => [instant(v), instant(v)],
  safePhasesCompleted: (v) => [v(["break", "idle"])],
  safeRatingPayload: (v) => [entries(v)],
  safeRatingReadiness: (v) => [entries(v), v([false, true])],
  safeReadUnverifiedClaims: (v) => [v([TOKEN])],
  safeSetOtherText: (v) => [entries(v), v([A, "u9"]), v(["late"])],
  safeSetRating: (v) => [entries(v), v([A, "u9"]), v(["red", null])],
  safeSetReasons: (v) => [entries(v), v([A]), list(v, ["other", "absent_no_show"])],
  safeTextLength: (v) => [v([" late ", "é"])],
  safeToApiPhase: (v) => [v(["setup", "work1"])],
  safeToggleReason: (v) => [entries(v), v([A]), v(["other"])],
  safeValidateRatings: (v) => [batch(v), v([{ raterId: v([B, undefined]) }])],
};

/** A function that is new here gets three values of any kind. */
const anything = (v) => [v([{}, []]), v([A, 0]), v([START])];

/** `{name: ask, …}` of every function that never throws, with its arguments. */
export function safeFunctions(core) {
  return Object.entries(core)
    .filter(([name]) => /^safe[A-Z]/.test(name))
    .map(([name, ask]) => ({ name, ask, call: CALLS[name] ?? anything }));
}
