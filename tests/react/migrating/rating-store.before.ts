// rating-store.ts, before: what the rest of the frontend knows of it.

export type RatingValue = "green" | "red" | "skip" | null;

export interface RatingEntry {
  value: RatingValue;
  reasons: string[];
  otherReasonText: string;
}

export interface RateableUser {
  user_id: string;
  username: string;
  display_name: string | null;
}

export interface RatingHistory {
  summary: {
    total_received: number;
    green_count: number;
    red_count: number;
    green_percentage: number;
  };
  items: { id: string; session_id: string; rating: "green" | "red"; created_at: string }[];
  total: number;
  page: number;
  per_page: number;
}

export interface RatingStore {
  hasPendingRatings: boolean;
  pendingSessionId: string | null;
  rateableUsers: RateableUser[];
  ratings: Record<string, RatingEntry>;
  isSubmitting: boolean;
  error: string | null;
  ratingHistory: RatingHistory | null;
  isLoadingHistory: boolean;
  setPendingRatings: (sessionId: string, users: RateableUser[]) => void;
  setRating: (userId: string, value: RatingValue) => void;
  setReasons: (userId: string, reasons: string[]) => void;
  setOtherText: (userId: string, text: string) => void;
  submit: (sessionId: string) => Promise<void>;
  skipAll: (sessionId: string) => Promise<void>;
  checkPending: () => Promise<void>;
  loadHistory: (page?: number) => Promise<void>;
}
