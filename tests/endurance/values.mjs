// Values that no type checker would let pass, and that a page may be handed all the same.

/** Whole numbers below a limit, the same ones for the same seed (xorshift). */
export function dice(seed) {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const no = () => {
  throw new Error("no");
};

const cyclic = { ratings: [] };
cyclic.self = cyclic;
cyclic.ratings.push(cyclic);
const cyclicList = [];
cyclicList.push(cyclicList);

class Dated extends Date {
  getTime() {
    return no();
  }
}
class Entries {
  value = "red";
  reasons = ["other"];
}
class List extends Array {
  static get [Symbol.species]() {
    return no();
  }
}

/** An array by `Array.isArray`, whose length is whatever is claimed. */
const claimed = (length) =>
  new Proxy([], {
    get: (list, name) => (name === "length" ? length : Reflect.get(list, name)),
  });
/** A list that is short at every other time that it is asked, and long in between. */
const changing = () => {
  let asked = 0;
  return new Proxy([], {
    get: (list, name) => (name === "length" ? (asked++ % 2) * 5_000 + 1 : Reflect.get(list, name)),
  });
};
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const throwing = (name) => Object.defineProperty({}, name, { enumerable: true, get: no });
const refusing = new Proxy(
  {},
  { get: no, has: no, ownKeys: no, getPrototypeOf: no, getOwnPropertyDescriptor: no },
);

/** Cheap to be handed, so most calls get one of these. */
export const HOSTILE = [
  undefined,
  null,
  true,
  0,
  -0,
  -1,
  0.5,
  2 ** 53,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1n,
  -(2n ** 70n),
  Symbol("s"),
  Symbol.iterator,
  () => "red",
  no,
  "",
  " ",
  "\0",
  "\ud800",
  "a\udc00b",
  "\udfff\ud800",
  "😀".repeat(40),
  "0190f4a0-0000-7000-8000-0000000000\ud800a",
  "__proto__",
  "constructor",
  "length",
  "2026-02-30T00:00:00Z",
  "9".repeat(400),
  "a.b.c",
  `e30.${"A".repeat(300)}.`,
  "{}",
  `{"exp":1,"exp":2}`,
  "[[[[[[[[]]]]]]]]",
  "Bearer ",
  [],
  [undefined],
  [null, 1n],
  Object.freeze([Symbol("item")]),
  new Array(7),
  new List(3),
  cyclicList,
  claimed(-1),
  claimed(Number.NaN),
  claimed(1n),
  claimed("3"),
  claimed({ valueOf: no }),
  revoked([]),
  {},
  Object.create(null),
  Object.freeze({ ratings: Object.freeze([Object.freeze({})]) }),
  JSON.parse('{"__proto__": {"value": "red"}, "constructor": 1, "toString": null}'),
  { toString: no, valueOf: no },
  { [Symbol.toPrimitive]: no },
  { toJSON: no },
  throwing("then"),
  throwing("ratings"),
  throwing("ratee_id"),
  throwing("reasons"),
  throwing("value"),
  throwing("exp"),
  throwing("aud"),
  throwing("issuers"),
  throwing("startTime"),
  throwing("raterId"),
  refusing,
  revoked({}),
  revoked(no),
  cyclic,
  new Entries(),
  new Map([["ratings", []]]),
  new Set(["red"]),
  new WeakMap(),
  new Date(Number.NaN),
  new Date(8.64e15),
  new Dated(0),
  Object.create(Date.prototype),
  new Proxy(new Date(), {}),
  new Error("no"),
  new String("red"),
  new Number(1),
  Object(1n),
  Object(Symbol("boxed")),
  /red/g,
  new Uint8Array(16),
  new Float64Array([Number.NaN]),
  new ArrayBuffer(8),
  new DataView(new ArrayBuffer(8)),
  Promise.resolve("red"),
];

/** Dear to walk or to copy: one in some hundreds of calls. */
export const HUGE = [
  "x".repeat(1_000_000),
  "\u{1f600}".repeat(32_768),
  `${"y".repeat(65_535)}\ud800`,
  "0".repeat(8_192),
  "é".repeat(4_096),
  new Array(1_000_000),
  Array.from({ length: 2_000 }, () => "other"),
  Array.from({ length: 1_024 }, () => "é".repeat(200)),
  Array.from({ length: 300 }, () => ({})),
  Array.from({ length: 64 }, () => "z".repeat(4_096)),
  Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`k${at}`, { value: "red" }])),
  claimed(2 ** 32),
  claimed(1e308),
  changing(),
  nested(2_000),
  new Proxy(cyclic, {}),
];

function nested(depth) {
  let value = {};
  for (let at = 0; at < depth; at++) value = at % 2 ? [value] : { ratings: value, self: value };
  return value;
}
