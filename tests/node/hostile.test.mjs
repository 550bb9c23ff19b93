// Inputs that no type checker would let pass: each is refused with a code, and the next call is right.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as core from "@focus-squad/core/full";

const A = "0190f4a0-0000-7000-8000-00000000000a";
const green = { ratings: [{ ratee_id: A, rating: "green" }] };
const policy = { issuers: ["i"], audiences: null };
const claims = { iss: "i", sub: "s", exp: 9 };
const facts = {
  sessionId: A,
  startTime: 0,
  raterId: A,
  seats: [],
  alreadyRated: false,
  pending: [],
};

const cyclic = {};
cyclic.self = cyclic;
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const throwing = {
  get ratings() {
    throw new Error("no");
  },
};
const HOSTILE = [
  undefined,
  null,
  true,
  0,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1n,
  Symbol("s"),
  () => {},
  "",
  "\ud800",
  "x".repeat(100_000),
  [],
  [undefined],
  new Array(1_000_000),
  {},
  new Map([["a", 1]]),
  new Date(Number.NaN),
  Object.create(Date.prototype),
  new Proxy(new Date(), {}),
  Object.freeze({ ratings: Object.freeze([]) }),
  JSON.parse('{"__proto__": {"value": "red"}}'),
  cyclic,
  throwing,
];
const SAFE = Object.entries(core).filter(([name]) => /^safe[A-Z]/.test(name));

for (const [name, ask] of SAFE) {
  test(`${name} answers or refuses whatever it is given`, () => {
    const hostile = [...HOSTILE, revoked()];
    for (const first of hostile) {
      for (const second of [undefined, null, "red", Number.NaN, 1n, cyclic, revoked()]) {
        const result = ask(first, second, first);
        if (result.ok) continue;
        for (const { path, code, message } of result.errors) {
          assert.ok(core.CODES.includes(code) && message && typeof path === "string");
          assert.notEqual(code, "RULES_TRAPPED");
        }
      }
    }
    assert.equal(core.phaseInfo(0, 180_000).phase, "work1");
    assert.equal(core.validateRatings(green).ratings[0].ratee_id, A);
  });
}

function codes(result) {
  return result.ok ? "ok" : result.errors.map(({ code, path }) => `${code} ${path}`).join(", ");
}

test("a policy with a value that JSON lacks is refused and not taken for one without", () => {
  const told = (more) => codes(core.safeCheckClaims(claims, { ...policy, ...more }, 0));
  assert.equal(told({}), "ok");
  assert.equal(told({ audiences: Number("x") }), "INVALID_POLICY policy.audiences");
  assert.equal(told({ roles: () => ["admin"] }), "INVALID_POLICY policy.roles");
  assert.equal(told({ roles: [undefined] }), "INVALID_POLICY policy.roles");
  assert.equal(told({ audiences: undefined }), "INVALID_POLICY policy.audiences");
});

test("a claim that JSON lacks is of a wrong type", () => {
  const told = core.safeCheckClaims({ ...claims, nbf: Number.NaN }, policy, 0);
  assert.equal(codes(told), "TOKEN_MALFORMED nbf");
});

test("a getter that asks the rules disturbs nobody", () => {
  const sneaky = {
    ratee_id: A,
    rating: "bogus",
    get reasons() {
      core.safeValidateRatings(green);
      core.safeTextLength("x".repeat(60_000));
      return undefined;
    },
  };
  const told = core.safeValidateRatings({ ratings: [sneaky] });
  assert.equal(codes(told), "UNKNOWN_VALUE ratings[0].rating");
  const honest = { id: A, rating: "green" };
  Object.defineProperty(honest, "ratee_id", {
    get() {
      return core.parseSessionId(this.id);
    },
  });
  assert.equal(codes(core.safeValidateRatings({ ratings: [honest] })), "ok");
});

test("a getter that says something else the second time is not believed twice", () => {
  let asked = 0;
  const rating = {
    rating: "green",
    get ratee_id() {
      return asked++ === 0 ? A : "evil";
    },
  };
  const { value } = core.safeValidateRatings({ ratings: [rating] });
  assert.equal(value.ratings[0].ratee_id, A);
});

test("what only looks like true is not true", () => {
  assert.equal(codes(core.safeFromApiPhase("setup", "true")), "WRONG_TYPE hasStarted");
  assert.equal(codes(core.safeRatingReadiness({}, "yes")), "WRONG_TYPE submitting");
  assert.equal(codes(core.safeHistorySummary("5", 1)), "WRONG_TYPE green");
  assert.equal(codes(core.safeParseBearer(5)), "TOKEN_MALFORMED ");
  assert.equal(codes(core.safeSetRating({}, "u", Number.NaN)), "WRONG_TYPE value");
  assert.equal(codes(core.safeRatingPayload(new Map())), "WRONG_TYPE entries");
});

test("facts that cannot be read are refused where they stand and without a trap", () => {
  const told = (more) => codes(core.safeCheckSkipEligibility({ ...facts, ...more }, 0));
  assert.equal(told({}), "INVALID_RATING_TARGET ");
  assert.equal(told({ pending: cyclic }), "WRONG_TYPE pending");
  assert.equal(told({ sessionId: "x".repeat(1e6) }), "INVALID_ID sessionId");
  assert.equal(told({ startTime: 1n }), "INVALID_TIMESTAMP startTime");
  assert.equal(told({ alreadyRated: undefined }), "MISSING alreadyRated");
  assert.equal(told({ seats: [7] }), "WRONG_TYPE seats[0]");
  assert.equal(
    told({ seats: [{ userId: "x" }] }),
    "INVALID_ID seats[0].userId, MISSING seats[0].participantType",
  );
  assert.equal(told({ seats: Array.from({ length: 999 }) }), "TOO_MANY seats");
  const unreadable = Object.defineProperty({ ...facts }, "seats", {
    enumerable: true,
    get() {
      throw new Error("no");
    },
  });
  assert.equal(codes(core.safeCheckSkipEligibility(unreadable, 0)), "WRONG_TYPE facts");
  const long = { completedAt: "x".repeat(5_000), expiresAt: 1 };
  assert.equal(codes(core.safeIsPendingOpen(long, 0)), "INVALID_TIMESTAMP completedAt");
});

/** Asks while every object, or list, has one member more. */
function polluted(prototype, name, value, ask) {
  prototype[name] = value;
  try {
    return codes(ask());
  } finally {
    delete prototype[name];
  }
}

const judgeClaims = (given, wanted = policy) => core.safeCheckClaims(given, wanted, 8_000);

test("what stands behind every object is nobody's claim", () => {
  const behindAll = (name, value, ask) => polluted(Object.prototype, name, value, ask);
  const { exp: _, ...endless } = claims;
  for (const given of [JSON.stringify(endless), endless, JSON.parse(JSON.stringify(endless))]) {
    const told = behindAll("exp", 9_999, () => judgeClaims(given));
    assert.equal(told, "TOKEN_MALFORMED exp");
  }
  const foreign = { ...claims, iss: undefined };
  assert.equal(
    behindAll("iss", "i", () => judgeClaims(foreign)),
    "TOKEN_ISSUER iss",
  );
});

test("what stands behind every object is no part of a policy, and nobody's rating", () => {
  const behindAll = (name, value, ask) => polluted(Object.prototype, name, value, ask);
  const expired = { ...claims, exp: 5 };
  assert.equal(
    behindAll("leewaySeconds", 300, () => judgeClaims(expired)),
    "TOKEN_EXPIRED exp",
  );
  const nobody = { audiences: null };
  const told = behindAll("issuers", ["i"], () => judgeClaims(claims, nobody));
  assert.equal(told, "INVALID_POLICY policy.issuers");
  const { ratings } = green;
  const empty = behindAll("ratings", ratings, () => core.safeValidateRatings({}));
  assert.equal(empty, "MISSING ratings");
  const blank = behindAll("rating", "green", () =>
    core.safeValidateRatings({ ratings: [{ ratee_id: A }] }),
  );
  assert.equal(blank, "MISSING ratings[0].rating");
  const unrated = { [A]: { reasons: [], otherReasonText: "" } };
  const form = behindAll("value", "green", () => core.safeRatingReadiness(unrated));
  assert.equal(form, "ok");
  assert.equal(
    behindAll("-1", 5, () => core.safeToApiPhase("nope")),
    "UNKNOWN_VALUE phase",
  );
});

test("a hole of a list is empty, whatever stands behind every list", () => {
  const behindAll = (value, ask) => polluted(Array.prototype, "0", value, ask);
  const holes = { ...policy, issuers: new Array(1) };
  const told = behindAll("i", () => judgeClaims(claims, holes));
  assert.equal(told, "INVALID_POLICY policy.issuers");
  const ratings = new Array(1);
  const judged = behindAll(green.ratings[0], () => core.safeValidateRatings({ ratings }));
  assert.equal(judged, "WRONG_TYPE ratings[0]");
});

test("inherited members are not taken for own ones", () => {
  assert.equal(codes(judgeClaims(Object.create(claims))), "TOKEN_MALFORMED exp");
  const smuggled = core.readUnverifiedClaims(
    `e30.${Buffer.from('{"__proto__": {"iss": "i", "sub": "admin", "exp": 99}}').toString("base64url")}.AA`,
  );
  assert.equal(codes(judgeClaims(Object.assign({}, smuggled))), "TOKEN_MALFORMED exp");
});

test("nobody's entry is somebody else's", () => {
  const { a, b } = core.newRatingEntries(["a", "b"]);
  a.reasons.push("other");
  assert.deepEqual(b, { value: null, reasons: [], otherReasonText: "" });
});

test("options that are none, and options that nobody knows, are refused", () => {
  for (const options of [A, 5, null, [], () => {}, { raterID: A }]) {
    const told = codes(core.safeValidateRatings(green, options));
    assert.equal(told, "WRONG_TYPE options", String(options));
  }
  assert.equal(codes(core.safeValidateRatings(green, { raterId: undefined })), "ok");
  assert.match(codes(core.safeValidateRatings(green, { raterId: A })), /SELF_RATING/);
});

test("entries that are something else than an object of entries are refused", () => {
  for (const entries of [new Set(), Promise.resolve({}), new Date(), /x/, [], new Map()]) {
    assert.equal(codes(core.safeRatingPayload(entries)), "WRONG_TYPE entries");
  }
  const throwing = {
    get a() {
      throw new RangeError();
    },
  };
  assert.equal(codes(core.safeRatingPayload(throwing)), "WRONG_TYPE entries");
});

test("what cannot be asked for its version has told none", () => {
  const broken = {
    get headers() {
      throw new Error("no");
    },
  };
  for (const source of [broken, { get: 5 }, { headers: { get: "x" } }, revoked(), null, 5]) {
    assert.equal(core.compareRules(source), "unknown");
  }
});

test("an error of one entry is an error of the other", async () => {
  const main = await import("@focus-squad/core");
  assert.throws(() => main.parseSessionId(""), core.RuleError);
  assert.throws(() => core.parseSessionId(""), main.RuleError);
  assert.ok(!(new Error("x") instanceof core.RuleError));
});

test("the tables cannot be changed", () => {
  assert.throws(() => {
    core.RED_REASONS[0] = "x";
  }, TypeError);
  assert.throws(() => {
    core.PHASES[0].label = "x";
  }, TypeError);
});

test("the wide rules survive a hot loop", () => {
  // An engine that inlines calls into a module which calls back has crashed here.
  for (let n = 0; n < 20_000; n++) {
    const seats = Array.from({ length: n % 7 }, (_, seat) => ({
      userId: (n + seat) % 4 ? A : null,
      participantType: seat % 3 ? "human" : "ai_companion",
    }));
    const known = { ...facts, seats, pending: n % 3 ? [] : [A], alreadyRated: n % 5 === 0 };
    const seated = seats.some(({ userId }) => userId !== null);
    const now = 2_990_000 + (n % 20) * 1_000;
    const ratable = now >= 3_000_000;
    const wanted = ratable ? "ok" : "SESSION_NOT_RATABLE ";
    const told = codes(core.safeCheckSkipEligibility(known, now));
    assert.equal(told, seated ? wanted : "INVALID_RATING_TARGET ");
  }
});

test("memory stays where it was over many calls", () => {
  const memory = () => process.memoryUsage().arrayBuffers;
  core.safeValidateRatings(green);
  const before = memory();
  for (let n = 0; n < 20_000; n++) {
    core.safeValidateRatings(n % 2 ? green : { ratings: [n] });
    core.safeGuardSession("a".repeat(n % 500), A);
  }
  assert.ok(memory() - before < 1_000_000);
});
