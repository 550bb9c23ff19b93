/** What the server sends and takes, as far as the page uses it. */

import type { Problem, RatingValue } from "@focus-squad/core";

export interface DemoUser {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
}

export interface Participant {
  readonly id: string;
  readonly user_id: string | null;
  readonly participant_type: "human" | "ai_companion";
  readonly seat_number: number;
  readonly username: string | null;
  readonly display_name: string | null;
  readonly is_active: boolean;
  readonly ai_companion_name: string | null;
}

export interface UpcomingSession {
  readonly id: string;
  readonly start_time: string;
}

export interface Session {
  readonly id: string;
  readonly start_time: string;
  readonly mode: "forced_audio" | "quiet";
  readonly topic: string | null;
  readonly participants: readonly Participant[];
}

export interface RateableUser {
  readonly user_id: string;
  readonly username: string;
  readonly display_name: string | null;
}

export interface PendingRating {
  readonly session_id: string;
  readonly rateable_users: readonly RateableUser[];
  readonly expires_at: string;
}

export interface RatingHistory {
  readonly summary: {
    readonly total_received: number;
    readonly green_count: number;
    readonly red_count: number;
    readonly green_percentage: number;
  };
  readonly items: readonly {
    readonly id: string;
    readonly session_id: string;
    readonly rating: RatingValue;
    readonly created_at: string;
  }[];
  readonly total: number;
}

/** A problem as both sides tell it. */
export type PlacedProblem = Pick<Problem, "path" | "code" | "message">;

/** What was stored by one submit. */
export interface Receipt {
  readonly sessionId: string;
  readonly count: number;
  readonly message: string;
  readonly ratees: readonly RateableUser[];
}
