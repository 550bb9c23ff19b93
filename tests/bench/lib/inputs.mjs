// What is measured: each input in eight variants, parsed from JSON as a body or a token's claims are.

export const START = Date.UTC(2026, 4, 1, 9, 30);
export const START_TEXT = "2026-05-01T09:30:00Z";
const VARIANTS = 8;

const id = (place, variant) => `0190f4a0-0000-7000-8${variant}00-00000000000${place}`;
const variants = (make) =>
  Array.from({ length: VARIANTS }, (_, variant) => JSON.parse(JSON.stringify(make(variant))));

export const sessionIds = variants((variant) => id("e", variant));
export const otherIds = variants((variant) => id("f", variant));

export const validBatches = variants((variant) => ({
  ratings: [
    { ratee_id: id("a", variant), rating: "green" },
    {
      ratee_id: id("b", variant),
      rating: "red",
      reasons: ["absent_no_show", "other"],
      other_reason_text: " left early ",
    },
    { ratee_id: id("c", variant), rating: "skip" },
  ],
}));

/** Five problems: an id, a value, reasons that lack, a ratee rated twice, words without a reason. */
export const invalidBatches = variants((variant) => ({
  ratings: [
    { ratee_id: `nobody-${variant}`, rating: "blue" },
    { ratee_id: id("a", variant), rating: "red", reasons: [] },
    { ratee_id: id("a", variant), rating: "green", other_reason_text: "why" },
  ],
}));

export const policy = {
  issuers: ["https://id.example.com/auth/v1"],
  audiences: ["authenticated"],
  leewaySeconds: 30,
};

export const claims = variants((variant) => ({
  iss: "https://id.example.com/auth/v1",
  sub: id("a", variant),
  aud: "authenticated",
  exp: START / 1_000 + 3_600,
  iat: START / 1_000 - variant,
  email: `ana.${variant}@example.com`,
  role: "authenticated",
  session_id: id("e", variant),
  scope: "read write read",
}));

export const expiredClaims = claims.map((claim) => ({ ...claim, exp: START / 1_000 - 3_600 }));

export const pick = (list, turn) => list[turn % VARIANTS];
