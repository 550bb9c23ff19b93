// What every consumer asks the package, in the words of somebody who uses it.

import { checkClaims, phaseInfo, RuleError, validateRatings } from "@focus-squad/core";
import { serverClock } from "@focus-squad/core/clock";
import * as full from "@focus-squad/core/full";

// Names are picked in one import and a whole namespace is taken in the other: bundlers treat
// the two differently.
const picked = { checkClaims, phaseInfo, RuleError, validateRatings };

/** The entries of the package, one row each, and what is asked of each. */
const ENTRIES = {
  "@focus-squad/core": () => ask(picked),
  "@focus-squad/core/full": () => ({ ...ask(full), history: full.historySummary(2, 1) }),
  "@focus-squad/core/clock": () => own(serverClock(() => Promise.reject())),
};

/** The answers of every entry, as plain data. */
export function check() {
  const answers = Object.entries(ENTRIES).map(([entry, answer]) => [entry, answer()]);
  return Object.fromEntries(answers);
}

const START = "2026-05-01T09:30:00Z";
const NOW = new Date("2026-05-01T09:58:00Z");
const VALID = {
  ratings: [
    { ratee_id: "0190F4A0-1C00-7000-8000-0000000000A1", rating: "green" },
    { ratee_id: "0190f4a0-1c00-7000-8000-0000000000b2", rating: "red", reasons: ["other"] },
  ],
};
const INVALID = {
  ratings: [
    { ratee_id: "somebody", rating: "green" },
    { ratee_id: "0190f4a0-1c00-7000-8000-0000000000a1", rating: "red" },
    { ratee_id: "0190f4a0-1c00-7000-8000-0000000000b2", rating: "blue" },
  ],
};
const CLAIMS = { iss: "https://issuer.example", aud: "app", sub: "ana", exp: 1_777_631_400 };
const POLICY = { issuers: ["https://issuer.example"], audiences: ["app"] };

function ask(rules) {
  return {
    phase: rules.phaseInfo(START, NOW),
    valid: rules.validateRatings(VALID),
    invalid: refusal(rules.RuleError, () => rules.validateRatings(INVALID)),
    claims: rules.checkClaims(CLAIMS, POLICY, NOW),
  };
}

/** What a clock says that never reached its server. */
function own(clock) {
  return {
    isReady: clock.isReady,
    offset: clock.offset,
    isOfThisCentury: clock.now() > 946_684_800_000,
  };
}

function refusal(Kind, judge) {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof Kind)) throw error;
    return { name: error.name, errors: error.errors };
  }
}
