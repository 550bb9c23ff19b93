// phase-utils.ts and its hook, before: what the rest of the frontend knows of them.

export type SessionPhase = "idle" | "setup" | "work1" | "break" | "work2" | "social" | "completed";

export interface PhaseInfo {
  phase: SessionPhase;
  timeRemaining: number;
  totalTimeRemaining: number;
  progress: number;
  elapsedMinutes: number;
}

export interface PhaseUtils {
  SESSION_DURATION_MINUTES: number;
  PHASE_BOUNDARIES: { phase: SessionPhase; start: number; end: number; label: string }[];
  PHASE_LABELS: Record<SessionPhase, string>;
  getPhaseInfo: (startTime: Date | string, now?: number) => PhaseInfo;
  getNextPhase: (phase: SessionPhase) => SessionPhase | null;
  isWorkPhase: (phase: SessionPhase) => boolean;
  getPhaseDuration: (phase: SessionPhase) => number;
  formatTime: (seconds: number) => string;
}

export interface SessionTimerOptions {
  startTime: Date | string | null;
  onPhaseChange?: (phase: SessionPhase, previous: SessionPhase) => void;
}

export type UseSessionTimer = (options: SessionTimerOptions) => PhaseInfo & { isRunning: boolean };
