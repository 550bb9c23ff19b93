// Asking the npm package: a verb's name and its input as JSON, its answer as JSON.
//
// Runs in Node and in a page alike, so it imports nothing: the package comes in as an argument.

/** `{ok: …}` or `{error: […]}`, as the native runner answers. */
export function ask(rules, rule, input) {
  const result = VERBS[rule](rules, input);
  return result.ok ? { ok: result.value ?? null } : { error: result.errors };
}

/** The names of all verbs. */
export const verbs = () => Object.keys(VERBS);

/** Whether the full build alone has a verb. */
export const isWide = (rule) => rule in WIDE;

const MAIN = {
  "session.parseId": (r, { text }) => r.safeParseSessionId(text),
  "session.guard": (r, { pending, sessionId }) => r.safeGuardSession(pending, sessionId),
  "phase.info": (r, { start, now }) => r.safePhaseInfo(start, now),
  "phase.next": (r, { phase }) => ok(r.nextPhase(phase)),
  "phase.isWork": (r, { phase }) => ok(r.isWorkPhase(phase)),
  "phase.duration": (r, { phase }) => r.safePhaseDuration(phase),
  "phase.nextChange": (r, { start, now }) => r.safeNextPhaseChange(start, now),
  "phase.toApi": (r, { phase }) => r.safeToApiPhase(phase),
  "phase.fromApi": (r, { code, hasStarted }) => r.safeFromApiPhase(code, hasStarted),
  "phase.completedCount": (r, { phase }) => r.safePhasesCompleted(phase),
  "phase.hasReflection": (r, { phase }) => ok(r.hasReflection(phase)),
  "phase.opensEndModal": (r, { previous, next }) => ok(r.opensEndModal(previous, next)),
  "phase.formatTime": (r, { seconds }) => r.safeFormatTime(seconds),
  "rating.entries": entries,
  "rating.payload": (r, { entries }) => r.safeRatingPayload(object(entries)),
  "rating.readiness": (r, { entries, submitting }) =>
    r.safeRatingReadiness(object(entries), submitting),
  "rating.validate": (r, { batch, ...options }) => r.safeValidateRatings(batch, options),
  "token.parseBearer": (r, { headers }) => r.safeParseBearer(headers),
  "token.readUnverifiedClaims": (r, { token }) => r.safeReadUnverifiedClaims(token),
  "token.checkClaims": (r, { token, policy, now }) => r.safeCheckClaims(token, policy, now),
  "countdown.refresh": (r, { at, now }) => r.safeRefreshCountdown(at, now),
  "countdown.ban": (r, { bannedUntil, now }) => r.safeBanCountdown(bannedUntil, now),
  "countdown.waitingRoom": (r, { start, now }) => r.safeWaitingRoom(start, now),
  "presence.track": track,
  "presence.look": (r, seen) => r.safePresenceLook(seen),
  "rulebook.compare": (r, { ours, theirs }) => ok(r.compareRules(theirs, ours)),
};

const WIDE = {
  "rating.eligibility": (r, { batch, facts, now }) =>
    r.safeCheckRatingEligibility(batch, facts, now),
  "rating.skip": (r, { facts, now }) => r.safeCheckSkipEligibility(facts, now),
  "rating.pendingRecords": (r, { now, ...session }) => r.safePendingRecords(session, now),
  "rating.pendingOpen": (r, { now, ...state }) => r.safeIsPendingOpen(state, now),
  "rating.pendingDeletable": (r, { now, ...state }) => r.safeIsPendingDeletable(state, now),
  "rating.historySummary": (r, { green, red }) => r.safeHistorySummary(green, red),
  "slot.next": (r, { now }) => r.safeNextSlot(now),
  "slot.upcoming": (r, { count, now }) => r.safeUpcomingSlots(count, now),
  "slot.check": (r, { slot, now }) => r.safeCheckSlot(slot, now),
  "slot.demand": (r, { slot }) => r.safeEstimateSlotDemand(slot),
  "slot.held": (r, facts) => r.safeUserSlots(facts),
  "slot.gate": (r, facts) => r.safeFindTableGate(facts),
  "slot.wait": (r, { startTime, now }) => r.safeWaitTime(startTime, now),
  "matching.filters": (r, filters) => r.safeReadMatchFilters(filters),
  "matching.eligibility": (r, { now, ...applicant }) => r.safeCheckMatchEligibility(applicant, now),
  "matching.choose": (r, { now, ...facts }) => r.safeChooseTable(facts, now),
  "matching.newSession": (r, facts) => r.safeNewSession(facts),
  "seat.available": (r, facts) => r.safeAvailableSeats(facts),
  "seat.tablemates": (r, facts) => r.safeTablemateCount(facts),
  "seat.join": (r, { now, ...facts }) => r.safeJoinSession(facts, now),
  "seat.leave": (r, { now, ...facts }) => r.safeLeaveSession(facts, now),
  "seat.wayOut": (r, { startTime, now }) => r.safeWayOut(startTime, now),
  "seat.cancel": (r, { now, ...facts }) => r.safeCancelSeat(facts, now),
  "seat.fill": (r, { now, ...facts }) => r.safeFillSeats(facts, now),
  "settlement.due": (r, { now, ...facts }) => r.safeIsSettlementDue(facts, now),
  "settlement.track": (r, { now, ...facts }) => r.safeTrackConnection(facts, now),
  "settlement.focusMinutes": (r, presence) => r.safeFocusMinutes(presence),
  "settlement.completed": (r, facts) => r.safeIsSessionCompleted(facts),
  "settlement.earnsEssence": (r, facts) => r.safeEarnsEssence(facts),
  "streak.weekStart": (r, { now }) => r.safeWeekStart(now),
  "streak.recordWeekly": (r, streak) => r.safeRecordWeeklySession(streak),
  "streak.recordLifetime": (r, streak) => r.safeRecordLifetimeSession(streak),
  "streak.bar": (r, streak) => r.safeStreakBar(streak),
  "credit.tier": (r, facts) => r.safeCreditTier(facts),
  "credit.newAccount": (r, { now }) => r.safeNewCreditAccount(now),
  "credit.isSufficient": (r, facts) => r.safeHasSufficientCredits(facts),
  "credit.deduct": (r, facts) => r.safeDeductCredits(facts),
  "credit.add": (r, facts) => r.safeAddCredits(facts),
  "credit.nextRefresh": (r, { now, ...facts }) => r.safeNextCreditRefresh(facts, now),
  "credit.refresh": (r, { now, ...facts }) => r.safeRefreshCredits(facts, now),
  "credit.badge": (r, facts) => r.safeCreditBadge(facts),
  "credit.gift": (r, facts) => r.safeGiveCredits(facts),
  "credit.referralCode": (r, facts) => r.safeReferralCode(facts),
  "credit.referralLink": (r, facts) => r.safeReferralLink(facts),
  "credit.applyReferral": (r, facts) => r.safeApplyReferral(facts),
  "credit.referralBonus": (r, facts) => r.safeReferralBonus(facts),
  "idempotency.judge": (r, { now, ...facts }) => r.safeJudgeIdempotency(facts, now),
  "reliability.score": (r, { now, ...facts }) => r.safeReliabilityScore(facts, now),
  "reliability.tier": (r, facts) => r.safeReliabilityTier(facts),
  "reliability.badge": (r, facts) => r.safeReliabilityBadge(facts),
  "reliability.reportingPower": (r, { now, ...facts }) => r.safeReportingPower(facts, now),
  "countdown.dashboard": (r, { now, ...facts }) => r.safeDashboardRedirect(facts, now),
  "countdown.relativeDays": (r, { value, now }) => r.safeRelativeDays(value, now),
  "presence.state": (r, facts) => r.safePresenceState(facts),
  "presence.message": (r, { now, ...facts }) => r.safePresenceMessage(facts, now),
  "presence.readMessage": (r, facts) => r.safeReadPresenceMessage(facts),
  "presence.soundLevel": (r, { samples }) => r.safeSoundLevel(samples),
  "presence.hearSound": (r, { now, ...facts }) => r.safeHearSound(facts, now),
  "reliability.penalty": (r, { now, ...facts }) => r.safeRatingPenalty(facts, now),
  "limit.take": (r, { now, ...facts }) => r.safeTakeFromLimits(facts, now),
  "limit.share": (r, facts) => r.safeLimitShare(facts),
  "limit.tier": (r, facts) => r.safeRateTier(facts),
  "limit.quotas": (r, facts) => r.safeRequestQuotas(facts),
  "limit.headers": (r, { now, ...facts }) => r.safeLimitHeaders(facts, now),
  "limit.readHeaders": (r, { now, ...facts }) => r.safeReadLimitHeaders(facts, now),
  "client.address": (r, facts) => r.safeClientAddress(facts),
  "client.limitKey": (r, facts) => r.safeLimitKey(facts),
  "path.isPublic": (r, facts) => r.safeIsPublicPath(facts),
  "scope.grant": (r, facts) => r.safeGrantScopes(facts),
  "scope.has": (r, facts) => r.safeHasScope(facts),
  "backoff.delay": (r, facts) => r.safeBackoffDelay(facts),
  "backoff.isWorthRetrying": (r, facts) => r.safeIsWorthRetrying(facts),
  "breaker.step": (r, { now, ...facts }) => r.safeStepBreaker(facts, now),
  "processing.record": (r, { now, ...facts }) => r.safeRecordProcessing(facts, now),
  "processing.status": (r, { now, ...facts }) => r.safeProcessingStatus(facts, now),
  "health.overall": (r, facts) => r.safeOverallHealth(facts),
  "health.disk": (r, { usedPercent }) => r.safeDiskHealth(usedPercent),
  "health.pool": (r, facts) => r.safePoolHealth(facts),
  "key_set.after": (r, { now, ...facts }) => r.safeKeySetAfter(facts, now),
  "key_set.lookup": (r, { now, ...facts }) => r.safeLookUpKey(facts, now),
  "secret.judge": (r, { secret }) => r.safeJudgeSecret(secret),
  "password.check": (r, { password }) => r.safeCheckPassword(password),
  "streak.recordDay": (r, facts) => r.safeRecordStreakDay(facts),
  "user.checkUsername": (r, facts) => r.safeCheckUsername(facts),
  "user.filterUsername": (r, facts) => r.safeFilterUsername(facts),
  "user.candidate": (r, facts) => r.safeUsernameCandidate(facts),
  "user.update": (r, facts) => r.safeProfileUpdate(facts),
  "user.trackDeletion": (r, { now, ...facts }) => r.safeTrackDeletion(facts, now),
  "user.checkAccess": (r, facts) => r.safeCheckAccountAccess(facts),
  "user.purgeDue": (r, { now, ...facts }) => r.safeIsPurgeDue(facts, now),
  "user.avatar": (r, facts) => r.safeNameAvatar(facts),
  "reflection.check": (r, facts) => r.safeCheckReflection(facts),
  "reflection.access": (r, facts) => r.safeCheckReflectionAccess(facts),
  "diary.checkNote": (r, facts) => r.safeCheckDiaryNote(facts),
  "diary.list": (r, facts) => r.safeDiaryList(facts),
  "diary.stats": (r, { now, ...facts }) => r.safeDiaryStats(facts, now),
  "diary.mood": (r, { now, ...facts }) => r.safeDiaryMood(facts, now),
  "report.submit": (r, facts) => r.safeSubmitReport(facts),
  "revocation.judge": (r, { now, ...facts }) => r.safeJudgeRevocation(facts, now),
  "revocation.until": (r, { now, ...facts }) => r.safeRevocationUntil(facts, now),
  "livekit.configured": (r, facts) => r.safeIsLiveKitConfigured(facts),
  "livekit.grant": (r, { now, ...facts }) => r.safeLiveKitGrant(facts, now),
  "livekit.room": (r, { now, ...facts }) => r.safeLiveKitRoom(facts, now),
  "livekit.webhook": (r, { now, ...facts }) => r.safeCheckLiveKitWebhook(facts, now),
  "livekit.change": (r, facts) => r.safeLiveKitChange(facts),
};

const VERBS = { ...MAIN, ...WIDE };

function ok(value) {
  return { ok: true, value };
}

/** Entries as the façade takes them: an object, whose own keys have the order of the list. */
function object(pairs) {
  return Array.isArray(pairs) ? Object.fromEntries(pairs) : pairs;
}

const EVENTS = {
  setRating: "safeSetRating",
  setReasons: "safeSetReasons",
  toggleReason: "safeToggleReason",
  setOtherText: "safeSetOtherText",
};

function entries(rules, { userIds, events = [] }) {
  let state = rules.safeNewRatingEntries(userIds);
  for (const event of events) {
    if (!state.ok) break;
    const [[kind, args]] = Object.entries(event);
    state = rules[EVENTS[kind]](state.value, ...args);
  }
  return state.ok ? ok(Object.entries(state.value)) : state;
}

/** What is shown after the last of some events, without what the rules remember. */
function track(rules, { events }) {
  let shown = ok(null);
  for (const [event, now] of Array.isArray(events) ? events : []) {
    shown = rules.safeNextPresence(shown.value, event, now);
    if (!shown.ok) return shown;
  }
  return shown.value === null ? shown : ok({ ...shown.value, memory: undefined });
}

/** Canonical JSON (RFC 8785): equal values, equal text. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  // The default order is by UTF-16 code units, as the standard wants it.
  const members = names.sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(",")}}`;
}

/** How an answer differs from what a case expects; undefined when it does not. */
export function difference(expect, answer) {
  const reduced = answer.error?.map(({ path, code }) => ({ path, code }));
  const found = canonical(answer.error ? { error: reduced } : answer);
  const wanted = canonical(expect);
  return wanted === found ? undefined : `wanted ${wanted}\n  found ${found}`;
}
