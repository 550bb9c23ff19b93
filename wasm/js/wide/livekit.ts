/** Rooms: who may enter, what they are like, what they tell. Signing is a server's. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { ConnectionEvent, SettlementTrigger, TableMode, WebhookAuth } from "../words.js";
import { askRule } from "./ask.js";

/** What tells whether there are rooms. */
export interface LiveKitSettings {
  /** The API key, which is no secret. */
  readonly apiKey: string;
  /** Whether there is an API secret. */
  readonly hasSecret: boolean;
  /** Whether there is an address. */
  readonly hasUrl: boolean;
}

/** Who enters which room. */
export interface LiveKitGrantFacts {
  /** The API key. */
  readonly apiKey: string;
  /** Who. */
  readonly userId: string;
  /** What they are called; the username when it is null or blank. */
  readonly displayName?: string | null;
  /** Their username. */
  readonly username: string;
  /** The room. */
  readonly roomName: string;
  /** How people sit at its table. */
  readonly mode: TableMode;
}

/** The claims of a token for a room, in the rooms' own spelling. */
export interface LiveKitClaims {
  /** The API key. */
  readonly iss: string;
  /** Who enters. */
  readonly sub: string;
  /** What they are called. */
  readonly name: string;
  /** From when on it holds, in seconds since the epoch. */
  readonly nbf: number;
  /** Two hours later. */
  readonly exp: number;
  /** What they may do. */
  readonly video: {
    /** The room. */
    readonly room: string;
    /** Enter it. */
    readonly roomJoin: true;
    /** Listen. */
    readonly canSubscribe: true;
    /** Be heard: where everybody is, not where nobody is. */
    readonly canPublish: boolean;
    /** Send data. */
    readonly canPublishData: true;
  };
}

/** Either is null: claims to be signed, or what is given out where there are no rooms. */
export interface LiveKitGrant {
  /** The placeholder. */
  readonly token: string | null;
  /** The claims. */
  readonly claims: LiveKitClaims | null;
}

/** Which room. */
export interface LiveKitRoomFacts {
  /** Its name. */
  readonly roomName: string;
  /** How people sit at its table. */
  readonly mode: TableMode;
  /** When the session starts. */
  readonly startTime: Instant;
}

/** What a room is like. */
export interface LiveKitRoom {
  /** Its name. */
  readonly name: string;
  /** How many may be in it. */
  readonly maxParticipants: number;
  /** Seconds that it stays while nobody is in it. */
  readonly emptyTimeout: number;
  /** What it tells of its table, as JSON text. */
  readonly metadata: string;
  /** Its id where there are no rooms and none is made. */
  readonly devSid: string;
}

/** What a webhook came with. */
export interface LiveKitWebhookFacts {
  /** Whether this is development. */
  readonly isDevelopment: boolean;
  /** The API key. */
  readonly apiKey: string;
  /** The claims of its token, once the signature was verified; null without such a token. */
  readonly claims?: {
    /** The API key. */
    readonly iss: string;
    /** Seconds since the epoch. */
    readonly exp: number;
    /** Seconds since the epoch. */
    readonly nbf?: number;
    /** The SHA-256 digest of the body in base64. */
    readonly sha256: string;
  } | null;
  /** The 32 bytes of the SHA-256 digest of the body that came. */
  readonly digest: readonly number[];
}

/** An event of the rooms as it comes; all else of it is ignored. */
export interface LiveKitEvent {
  /** What happened. */
  readonly event?: string;
  /** Where. */
  readonly room?: { readonly name?: string } | null;
  /** Who did it. */
  readonly participant?: { readonly identity?: string } | null;
}

/** What an event changes. */
export interface LiveKitChange {
  /** In which room. */
  readonly roomName: string;
  /** Who came or went; null when nobody did. */
  readonly userId: string | null;
  /** For `trackConnection`; null when nobody came or went. */
  readonly event: ConnectionEvent | null;
  /** For `isSettlementDue`; null when the room goes on. */
  readonly trigger: SettlementTrigger | null;
}

/** Whether there are rooms at all: a key of one's own, a secret and an address. */
export function safeIsLiveKitConfigured(settings: LiveKitSettings): Result<boolean> {
  return askRule(Asked.IsLiveKitConfigured, settings);
}

/** As {@link safeIsLiveKitConfigured}; throws a `RuleError`. */
export function isLiveKitConfigured(settings: LiveKitSettings): boolean {
  return unwrap(safeIsLiveKitConfigured(settings));
}

/** The claims of a token for a room, to be signed with HS256. */
export function safeLiveKitGrant(
  facts: LiveKitGrantFacts,
  now: Instant = Date.now(),
): Result<LiveKitGrant> {
  return askRule(Asked.LiveKitGrant, facts, now);
}

/** As {@link safeLiveKitGrant}; throws a `RuleError`. */
export function liveKitGrant(facts: LiveKitGrantFacts, now: Instant = Date.now()): LiveKitGrant {
  return unwrap(safeLiveKitGrant(facts, now));
}

/** What a session's room is like: empty, it stays 2 minutes, and at least until setup ends. */
export function safeLiveKitRoom(
  facts: LiveKitRoomFacts,
  now: Instant = Date.now(),
): Result<LiveKitRoom> {
  return askRule(Asked.LiveKitRoom, facts, now);
}

/** As {@link safeLiveKitRoom}; throws a `RuleError`. */
export function liveKitRoom(facts: LiveKitRoomFacts, now: Instant = Date.now()): LiveKitRoom {
  return unwrap(safeLiveKitRoom(facts, now));
}

/** Whether a webhook is believed; `INVALID_WEBHOOK_SIGNATURE` when not. */
export function safeCheckLiveKitWebhook(
  facts: LiveKitWebhookFacts,
  now: Instant = Date.now(),
): Result<WebhookAuth> {
  return askRule(Asked.CheckLiveKitWebhook, facts, now);
}

/** As {@link safeCheckLiveKitWebhook}; throws a `RuleError`. */
export function checkLiveKitWebhook(
  facts: LiveKitWebhookFacts,
  now: Instant = Date.now(),
): WebhookAuth {
  return unwrap(safeCheckLiveKitWebhook(facts, now));
}

/** What an event of the rooms changes; null for nothing, whatever it is. */
export function safeLiveKitChange(event: LiveKitEvent): Result<LiveKitChange | null> {
  return askRule(Asked.LiveKitChange, event);
}

/** As {@link safeLiveKitChange}; throws a `RuleError`. */
export function liveKitChange(event: LiveKitEvent): LiveKitChange | null {
  return unwrap(safeLiveKitChange(event));
}
