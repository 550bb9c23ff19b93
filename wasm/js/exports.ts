/** What the modules export. */

import type * as Wide from "../pkg/full/focus_wasm.js";

/** Rules of plain numbers: an address of numbers, or minus the address of problems. */
export interface Narrow {
  input(capacity: number): number;
  trap(): void;
  parseSessionId(length: number): number;
  guardSession(pendingLength: number, length: number): number;
  textLength(length: number): number;
  instantOfText(length: number): number;
  phaseInfo(start: number, now: number): number;
  phaseFacts(phase: number): number;
  opensEndModal(previous: number, next: number): number;
  fromApiPhase(code: number, hasStarted: number): number;
  formatTime(seconds: number): number;
  validateRatings(nodes: number, text: number, length: number): number;
  newEntries(nodes: number, text: number, length: number): number;
  applyEvent(kind: number, nodes: number, text: number, length: number): number;
  ratingPayload(nodes: number, text: number, length: number): number;
  ratingReadiness(submitting: number, nodes: number, text: number, length: number): number;
  parseBearer(nodes: number, text: number, length: number): number;
  claimsText(compact: number, length: number): number;
  checkClaims(now: number, nodes: number, text: number, length: number): number;
  compareRules(nodes: number, text: number, length: number): number;
  countdown(kind: number, at: number, now: number): number;
  presenceStep(event: number, now: number, ...remembered: Five): number;
  presenceLook(state: number, speaking: number, typing: number, ai: number): number;
}

/** Numbers that the rules remember. */
export type Five = [number, number, number, number, number];

/** Rules of plain numbers that only the wide module has. */
export interface WideNumbers {
  checkRatingEligibility(nodes: number, text: number, length: number): number;
  checkSkipEligibility(nodes: number, text: number, length: number): number;
  soundLevel(nodes: number, text: number, length: number): number;
}

/** The small module lacks the wide rules, and its façade never asks. */
export type Exports = Narrow & WideNumbers & typeof Wide;
