// phase-utils.ts, after: the same names and signatures, the package inside.

import { nextPhase, PHASES, phaseDuration, phaseInfo, SESSION_SECONDS } from "@focus-squad/core";
import type { PhaseInfo, PhaseUtils, SessionPhase } from "./phase-utils.before";

export { formatTime, isWorkPhase } from "@focus-squad/core";

export const SESSION_DURATION_MINUTES = SESSION_SECONDS / 60;

// Before the start and once completed there is no length to speak of: one end is null.
export const PHASE_BOUNDARIES: PhaseUtils["PHASE_BOUNDARIES"] = PHASES.flatMap(
  ({ phase, startSeconds, endSeconds, label }) =>
    startSeconds === null || endSeconds === null
      ? []
      : { phase, start: startSeconds / 60, end: endSeconds / 60, label },
);

export const PHASE_LABELS = Object.fromEntries(
  PHASES.map(({ phase, label }) => [phase, label]),
) as Record<SessionPhase, string>;

export function getPhaseInfo(startTime: Date | string, now: number = Date.now()): PhaseInfo {
  return phaseInfo(startTime, now);
}

export function getNextPhase(phase: SessionPhase): SessionPhase | null {
  return nextPhase(phase);
}

export function getPhaseDuration(phase: SessionPhase): number {
  return phaseDuration(phase);
}
