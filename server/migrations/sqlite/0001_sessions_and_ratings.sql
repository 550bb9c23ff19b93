-- Instants are microseconds since the epoch, ids canonical text, decimals hundredths.

CREATE TABLE users (
    id                            TEXT    NOT NULL PRIMARY KEY,
    issuer                        TEXT    NOT NULL,
    subject                       TEXT    NOT NULL,
    email                         TEXT    NOT NULL,
    username                      TEXT    NOT NULL,
    display_name                  TEXT,
    bio                           TEXT,
    avatar_config                 TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(avatar_config)),
    social_links                  TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(social_links)),
    study_interests               TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(study_interests)),
    preferred_language            TEXT    NOT NULL DEFAULT 'en',
    reliability_score             INTEGER NOT NULL DEFAULT 10000
                                  CHECK (reliability_score BETWEEN 0 AND 10000),
    total_focus_minutes           INTEGER NOT NULL DEFAULT 0,
    session_count                 INTEGER NOT NULL DEFAULT 0,
    current_streak                INTEGER NOT NULL DEFAULT 0,
    longest_streak                INTEGER NOT NULL DEFAULT 0,
    last_session_date             TEXT,
    activity_tracking_enabled     INTEGER NOT NULL DEFAULT 0,
    email_notifications_enabled   INTEGER NOT NULL DEFAULT 1,
    push_notifications_enabled    INTEGER NOT NULL DEFAULT 1,
    banned_until                  INTEGER,
    pixel_avatar_id               TEXT,
    is_onboarded                  INTEGER NOT NULL DEFAULT 0,
    default_table_mode            TEXT    NOT NULL DEFAULT 'forced_audio',
    deleted_at                    INTEGER,
    deletion_scheduled_at         INTEGER,
    created_at                    INTEGER NOT NULL,
    updated_at                    INTEGER NOT NULL,
    UNIQUE (issuer, subject)
) STRICT;

CREATE UNIQUE INDEX users_username ON users (username) WHERE deleted_at IS NULL;

CREATE TABLE credits (
    id                   TEXT    NOT NULL PRIMARY KEY,
    user_id              TEXT    NOT NULL UNIQUE REFERENCES users (id),
    tier                 TEXT    NOT NULL,
    credits_remaining    INTEGER NOT NULL CHECK (credits_remaining >= 0),
    credit_cycle_start   INTEGER NOT NULL,
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id                 TEXT    NOT NULL PRIMARY KEY,
    start_time         INTEGER NOT NULL,
    end_time           INTEGER NOT NULL,
    mode               TEXT    NOT NULL CHECK (mode IN ('forced_audio', 'quiet')),
    topic              TEXT,
    language           TEXT    NOT NULL,
    room_type          TEXT,
    livekit_room_name  TEXT    NOT NULL UNIQUE,
    is_private         INTEGER NOT NULL DEFAULT 0,
    created_by         TEXT    REFERENCES users (id),
    max_seats          INTEGER NOT NULL DEFAULT 4 CHECK (max_seats BETWEEN 2 AND 4),
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_start ON sessions (start_time);

CREATE TABLE session_participants (
    id                    TEXT    NOT NULL PRIMARY KEY,
    session_id            TEXT    NOT NULL REFERENCES sessions (id),
    user_id               TEXT    REFERENCES users (id),
    participant_type      TEXT    NOT NULL CHECK (participant_type IN ('human', 'ai_companion')),
    seat_number           INTEGER NOT NULL CHECK (seat_number BETWEEN 1 AND 4),
    ai_companion_name     TEXT,
    ai_companion_avatar   TEXT    CHECK (ai_companion_avatar IS NULL OR json_valid(ai_companion_avatar)),
    joined_at             INTEGER NOT NULL,
    left_at               INTEGER,
    disconnect_count      INTEGER NOT NULL DEFAULT 0,
    total_active_minutes  INTEGER NOT NULL DEFAULT 0,
    essence_earned        INTEGER NOT NULL DEFAULT 0,
    connected_at          INTEGER,
    disconnected_at       INTEGER,
    is_connected          INTEGER NOT NULL DEFAULT 0,
    credit_refunded_at    INTEGER,
    created_at            INTEGER NOT NULL,
    updated_at            INTEGER NOT NULL,
    CHECK ((participant_type = 'human') = (user_id IS NOT NULL))
) STRICT;

CREATE INDEX session_participants_user ON session_participants (user_id, session_id);
CREATE INDEX session_participants_session ON session_participants (session_id, seat_number);
CREATE UNIQUE INDEX session_participants_seat ON session_participants (session_id, seat_number)
    WHERE left_at IS NULL;
CREATE UNIQUE INDEX session_participants_once ON session_participants (session_id, user_id)
    WHERE left_at IS NULL AND user_id IS NOT NULL;

CREATE TABLE ratings (
    id                          TEXT    NOT NULL PRIMARY KEY,
    session_id                  TEXT    NOT NULL REFERENCES sessions (id),
    rater_id                    TEXT    NOT NULL REFERENCES users (id),
    ratee_id                    TEXT    NOT NULL REFERENCES users (id),
    rating                      TEXT    NOT NULL CHECK (rating IN ('green', 'red', 'skip')),
    rater_reliability_at_time   INTEGER NOT NULL,
    weight                      INTEGER NOT NULL,
    reason                      TEXT    CHECK (reason IS NULL OR json_valid(reason)),
    created_at                  INTEGER NOT NULL,
    updated_at                  INTEGER NOT NULL,
    UNIQUE (session_id, rater_id, ratee_id)
) STRICT;

CREATE INDEX ratings_received ON ratings (ratee_id, created_at DESC, id DESC);

CREATE TABLE pending_ratings (
    id                  TEXT    NOT NULL PRIMARY KEY,
    session_id          TEXT    NOT NULL REFERENCES sessions (id),
    user_id             TEXT    NOT NULL REFERENCES users (id),
    rateable_user_ids   TEXT    NOT NULL CHECK (json_valid(rateable_user_ids)),
    completed_at        INTEGER,
    expires_at          INTEGER NOT NULL,
    created_at          INTEGER NOT NULL,
    updated_at          INTEGER NOT NULL,
    UNIQUE (user_id, session_id)
) STRICT;

CREATE INDEX pending_ratings_open ON pending_ratings (user_id, created_at, id)
    WHERE completed_at IS NULL;
