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

const held = (v) => list(v, [{ startTime: START, leftAt: null }]);
const filters = (v) =>
  v([null, { topic: v([" maths "]), mode: v(["quiet"]), language: v(["en"]) }]);

const storedSeats = (v) =>
  v([
    [A, null].map((userId, at) =>
      v([{ userId: v([userId]), seatNumber: v([at + 1]), leftAt: v([null, START]) }]),
    ),
  ]);

const table = (v) =>
  v([
    {
      id: v([A]),
      startTime: instant(v),
      createdAt: instant(v),
      isPrivate: v([false]),
      mode: v(["quiet"]),
      topic: v([null, "maths"]),
      language: v(["en"]),
      maxSeats: v([4, null]),
      activeParticipants: v([1]),
    },
  ]);

const connection = (v) =>
  v([
    null,
    {
      activeMs: v([60_000, null]),
      connectedAt: v([null, START]),
      disconnectedAt: v([null, START]),
      disconnects: v([1]),
    },
  ]);

const presence = (v) =>
  v([
    {
      startTime: instant(v),
      totalActiveMinutes: v([0, 20]),
      connectedAt: v([null, START]),
      disconnectedAt: v([null]),
      leftAt: v([null, START]),
      participantType: v(["human"]),
      essenceEarned: v([false]),
    },
  ]);

const calibration = (v) =>
  v([{ since: instant(v), sum: v([9]), count: v([3]), threshold: v([null, 20_000]) }]);

const MESSAGE = `{"type":"presence","userId":"${A}","presenceState":"away","isTyping":true,"timestamp":1}`;

const streak = (v) => v([{ sessionCount: v([2]), awarded: list(v, [3]) }]);

/** The arguments of a call; `v` picks one of the good values, or something else. */
const CALLS = {
  safeAvailableSeats: (v) => [v([{ maxSeats: v([4, null]), activeParticipants: v([1]) }])],
  safeBanCountdown: (v) => [instant(v), instant(v)],
  safeCancelSeat: (v) => [
    v([{ startTime: instant(v), creditRefundedAt: v([null, START]) }]),
    v([0]),
  ],
  safeCheckClaims: (v) => [claims(v), policy(v), v([5_000, START])],
  safeCheckMatchEligibility: (v) => [
    v([
      {
        user: v([{ bannedUntil: v([null, START]) }]),
        slot: v([null, START]),
        hasPending: v([false]),
        credits: v([1]),
        seats: held(v),
      },
    ]),
    instant(v),
  ],
  safeCheckRatingEligibility: (v) => [batch(v), facts(v), instant(v)],
  safeCheckSkipEligibility: (v) => [facts(v), instant(v)],
  safeCheckSlot: (v) => [instant(v), v([START - 600_000])],
  safeChooseTable: (v) => [
    v([{ slot: instant(v), filters: filters(v), tables: v([[table(v), table(v)]]) }]),
    instant(v),
  ],
  safeDashboardRedirect: (v) => [
    v([{ isWaiting: v([true]), sessionId: v([A, null]), start: instant(v) }]),
    instant(v),
  ],
  safeEarnsEssence: (v) => [presence(v)],
  safeEstimateSlotDemand: (v) => [instant(v)],
  safeFillSeats: (v) => [
    v([{ startTime: instant(v), fillAi: v([true]), maxSeats: v([4]), seats: storedSeats(v) }]),
    instant(v),
  ],
  safeFindTableGate: (v) => [
    v([{ credits: v([1]), hasPending: v([false]), isJoining: v([true]) }]),
  ],
  safeFocusMinutes: (v) => [presence(v)],
  safeFormatTime: (v) => [v([0, 59.9, 3_300])],
  safeFromApiPhase: (v) => [v(["setup", "work_1"]), v([true, false])],
  safeGuardSession: (v) => [v([A, null, ""]), v([A, B])],
  safeHearSound: (v) => [
    v([{ level: v([0.1]), calibration: v([null, calibration(v)]) }]),
    instant(v),
  ],
  safeHistorySummary: (v) => [v([3]), v([1])],
  safeIsPendingDeletable: (v) => [state(v), instant(v)],
  safeIsPendingOpen: (v) => [state(v), instant(v)],
  safeIsSessionCompleted: (v) => [presence(v)],
  safeIsSettlementDue: (v) => [
    v([{ startTime: instant(v), settledAt: v([null]), trigger: v(["job", "room_finished"]) }]),
    v([START + 3_600_000]),
  ],
  safeJoinSession: (v) => [
    v([
      { userId: v([A, B]), startTime: instant(v), maxSeats: v([null, 4]), seats: storedSeats(v) },
    ]),
    instant(v),
  ],
  safeLeaveSession: (v) => [
    v([{ userId: v([A]), seats: seats(v), reason: v([null, " late "]) }]),
    instant(v),
  ],
  safeNewRatingEntries: (v) => [list(v, [A, B])],
  safeNewSession: (v) => [
    v([
      {
        slot: instant(v),
        filters: filters(v),
        roomBytes: list(v, [1, 2, 3, 4, 5, 6]),
        roomNumber: v([7]),
      },
    ]),
  ],
  safeNextPhaseChange: (v) => [instant(v), instant(v)],
  safeNextPresence: (v) => [
    v([null, { memory: v([[7, START, START, START, START].map((number) => v([number]))]) }]),
    v(["tick", "enabled", "keydown", "hidden"]),
    instant(v),
  ],
  safeNextSlot: (v) => [instant(v)],
  safeParseBearer: (v) => [v([`Bearer ${TOKEN}`, ["Bearer x"], null])],
  safeParseSessionId: (v) => [v([A, A.toUpperCase()])],
  safePendingRecords: (v) => [v([{ startTime: instant(v), seats: seats(v) }]), instant(v)],
  safePhaseDuration: (v) => [v(["setup", "work1"])],
  safePhaseInfo: (v) => [instant(v), instant(v)],
  safePhasesCompleted: (v) => [v(["break", "idle"])],
  safePresenceLook: (v) => [
    v([
      {
        state: v(["away", null]),
        isSpeaking: v([true]),
        isTyping: v([true]),
        participantType: v(["human", "ai_companion"]),
      },
    ]),
  ],
  safePresenceMessage: (v) => [
    v([{ userId: v([A]), presenceState: v(["grace"]), isTyping: v([false]) }]),
    instant(v),
  ],
  safePresenceState: (v) => [v([{ isVisible: v([true]), elapsedMs: v([0, 120_000]) }])],
  safeRatingPayload: (v) => [entries(v)],
  safeRatingReadiness: (v) => [entries(v), v([false, true])],
  safeReadMatchFilters: (v) => [filters(v)],
  safeReadPresenceMessage: (v) => [v([{ text: v([MESSAGE, "{}"]), userId: v([null, B]) }])],
  safeReadUnverifiedClaims: (v) => [v([TOKEN])],
  safeRecordLifetimeSession: (v) => [streak(v)],
  safeRecordWeeklySession: (v) => [streak(v)],
  safeRefreshCountdown: (v) => [instant(v), instant(v)],
  safeRelativeDays: (v) => [instant(v), instant(v)],
  safeSetOtherText: (v) => [entries(v), v([A, "u9"]), v(["late"])],
  safeSetRating: (v) => [entries(v), v([A, "u9"]), v(["red", null])],
  safeSetReasons: (v) => [entries(v), v([A]), list(v, ["other", "absent_no_show"])],
  safeSoundLevel: (v) => [list(v, [0, 0.5, -0.5])],
  safeStreakBar: (v) => [streak(v)],
  safeTablemateCount: (v) => [v([{ userId: v([A]), seats: seats(v) }])],
  safeTextLength: (v) => [v([" late ", "é"])],
  safeToApiPhase: (v) => [v(["setup", "work1"])],
  safeToggleReason: (v) => [entries(v), v([A]), v(["other"])],
  safeTrackConnection: (v) => [
    v([{ connection: connection(v), event: v(["joined", "left"]) }]),
    instant(v),
  ],
  safeUpcomingSlots: (v) => [v([6, 0, null]), instant(v)],
  safeUserSlots: (v) => [v([{ slots: list(v, [START]), seats: held(v) }])],
  safeValidateRatings: (v) => [batch(v), v([{ raterId: v([B, undefined]) }])],
  safeWaitingRoom: (v) => [instant(v), instant(v)],
  safeWaitTime: (v) => [instant(v), instant(v)],
  safeWayOut: (v) => [instant(v), instant(v)],
  safeWeekStart: (v) => [instant(v)],
};

/** A function that is new here gets three values of any kind. */
const anything = (v) => [v([{}, []]), v([A, 0]), v([START])];

/** `{name: ask, …}` of every function that never throws, with its arguments. */
export function safeFunctions(core) {
  return Object.entries(core)
    .filter(([name]) => /^safe[A-Z]/.test(name))
    .map(([name, ask]) => ({ name, ask, call: CALLS[name] ?? anything }));
}
