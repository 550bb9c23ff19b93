// use-session-timer.ts, after: on the server's time, tick by tick.

import { serverClock, useSessionTimer as useTimer } from "@focus-squad/core/react";
import type { UseSessionTimer } from "./phase-utils.before";

const clock = serverClock(fetch);

export const useSessionTimer: UseSessionTimer = ({ startTime, onPhaseChange }) =>
  useTimer(startTime, { clock, onPhaseChange });
