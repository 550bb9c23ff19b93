/** What the server sends and takes, as far as the page uses it. */

import type { ApiPhase, ParticipantType, Problem, RatingValue } from "@focus-squad/core";
import type {
  CreditTier,
  DiaryTag,
  Language,
  Mood,
  ReflectionPhase,
  TableMode,
} from "@focus-squad/core/full";

export interface DemoUser {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
}

export interface Participant {
  readonly id: string;
  readonly user_id: string | null;
  readonly participant_type: ParticipantType;
  readonly seat_number: number;
  readonly username: string | null;
  readonly display_name: string | null;
  readonly is_active: boolean;
  readonly ai_companion_name: string | null;
}

/** When a session is, and what it is like. */
export interface SessionFrame {
  readonly id: string;
  readonly start_time: string;
  readonly end_time: string;
  readonly mode: TableMode;
  readonly topic: string | null;
  readonly language: Language;
  readonly current_phase: ApiPhase;
  readonly has_started: boolean;
}

export interface UpcomingSession extends SessionFrame {
  readonly participant_count: number;
  readonly my_seat_number: number;
}

export interface Session extends SessionFrame {
  readonly participants: readonly Participant[];
  readonly available_seats: number;
}

export interface Slot {
  readonly start_time: string;
  readonly queue_count: number;
  readonly estimated_count: number;
  readonly has_user_session: boolean;
}

/** A seat that was found. */
export interface Match {
  readonly session: Session;
  readonly seat_number: number;
  readonly credit_deducted: boolean;
  readonly wait_minutes: number;
  readonly is_immediate: boolean;
}

export interface Cancelled {
  readonly credit_refunded: boolean;
  readonly message: string;
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

export interface CreditBalance {
  readonly tier: CreditTier;
  readonly credits_remaining: number;
  readonly weekly_allowance: number;
  readonly gifts_sent_this_week: number;
  readonly max_gifts_per_week: number;
  /** A day. */
  readonly credit_cycle_start: string;
  readonly next_refresh: string;
}

export interface Gifted {
  readonly new_balance: number;
  readonly message: string;
}

export interface Referral {
  readonly referral_code: string;
  readonly referrals_completed: number;
  /** A username. */
  readonly referred_by: string | null;
  readonly shareable_link: string;
}

export interface AppliedReferral {
  readonly referred_by_username: string;
  readonly message: string;
}

export interface StoredReflection {
  readonly id: string;
  readonly user_id: string;
  readonly display_name: string;
  readonly phase: ReflectionPhase;
  readonly content: string;
  readonly created_at: string;
}

/** Which part of a diary is wanted; an empty text leaves nothing out. */
export interface DiaryQuery {
  readonly page: number;
  readonly search: string;
  readonly date_from: string;
  readonly date_to: string;
}

export interface DiaryItem {
  readonly session_id: string;
  readonly session_date: string;
  readonly session_topic: string | null;
  readonly focus_minutes: number;
  readonly reflections: readonly Pick<StoredReflection, "phase" | "content" | "created_at">[];
  readonly note: string | null;
  readonly tags: readonly DiaryTag[];
}

export interface DiaryPage {
  readonly items: readonly DiaryItem[];
  readonly total: number;
  readonly page: number;
  readonly per_page: number;
}

export interface DiaryNumbers {
  readonly current_streak: number;
  readonly weekly_focus_minutes: number;
  readonly total_sessions: number;
}

export interface StoredNote {
  readonly note: string | null;
  readonly tags: readonly DiaryTag[];
  /** Of the week; null for a note without tags. */
  readonly mood: {
    readonly mood: Mood;
    readonly score: number;
    readonly total_count: number;
  } | null;
}
