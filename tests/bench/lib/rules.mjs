// The rules that are measured, and who answers each: the package first, its peers after it.

import * as core from "@focus-squad/core";
import * as ajv from "../peers/ajv.mjs";
import * as plain from "../peers/plain.mjs";
import * as valibot from "../peers/valibot.mjs";
import * as zod from "../peers/zod.mjs";
import {
  claims,
  expiredClaims,
  invalidBatches,
  otherIds,
  pick,
  policy,
  START,
  START_TEXT,
  sessionIds,
  validBatches,
} from "./inputs.mjs";

const PHASES = core.PHASES.map(({ phase }) => phase);
const phase = (turn) => PHASES[turn % PHASES.length];
const peers = (ask) => ({
  plain: ask(plain),
  ajv: ask(ajv),
  zod: ask(zod),
  valibot: ask(valibot),
});

const ratings = (batches) => ({
  ours: (turn) => core.safeValidateRatings(pick(batches, turn)),
  ...peers((peer) => (turn) => peer.ratings(pick(batches, turn))),
});

const tokens = (list) => ({
  ours: (turn) => core.safeCheckClaims(pick(list, turn), policy, START),
  ...peers((peer) => (turn) => peer.claims(pick(list, turn), policy, START)),
});

/** `[what, who answers]`; an answer takes a turn's number, so that no two turns ask the same. */
export const RULES = [
  [
    "isWorkPhase",
    {
      ours: (turn) => core.isWorkPhase(phase(turn)),
      plain: (turn) => plain.isWorkPhase(phase(turn)),
    },
  ],
  [
    "nextPhase",
    { ours: (turn) => core.nextPhase(phase(turn)), plain: (turn) => plain.nextPhase(phase(turn)) },
  ],
  [
    "phaseInfo, milliseconds",
    {
      ours: (turn) => core.phaseInfo(START, START + turn),
      plain: (turn) => plain.phaseInfo(START, START + turn),
    },
  ],
  [
    "phaseInfo, the start as text",
    {
      ours: (turn) => core.phaseInfo(START_TEXT, START + turn),
      plain: (turn) => plain.phaseInfo(START_TEXT, START + turn),
    },
  ],
  [
    "formatTime",
    {
      ours: (turn) => core.formatTime(turn % 3_300),
      plain: (turn) => plain.formatTime(turn % 3_300),
    },
  ],
  [
    "safeGuardSession, the same session",
    {
      ours: (turn) => core.safeGuardSession(pick(sessionIds, turn), pick(sessionIds, turn)),
      plain: (turn) => plain.guard(pick(sessionIds, turn), pick(sessionIds, turn)),
    },
  ],
  [
    "safeGuardSession, another session",
    {
      ours: (turn) => core.safeGuardSession(pick(sessionIds, turn), pick(otherIds, turn)),
      plain: (turn) => plain.guard(pick(sessionIds, turn), pick(otherIds, turn)),
    },
  ],
  ["safeValidateRatings, three valid", ratings(validBatches)],
  ["safeValidateRatings, five problems", ratings(invalidBatches)],
  ["safeCheckClaims, good claims", tokens(claims)],
  ["safeCheckClaims, expired claims", tokens(expiredClaims)],
];
