CREATE TABLE users (
    id                            uuid         NOT NULL PRIMARY KEY,
    issuer                        text         NOT NULL,
    subject                       text         NOT NULL,
    email                         text         NOT NULL,
    username                      text         NOT NULL,
    display_name                  text,
    bio                           text,
    avatar_config                 jsonb        NOT NULL DEFAULT '{}',
    social_links                  jsonb        NOT NULL DEFAULT '{}',
    study_interests               jsonb        NOT NULL DEFAULT '[]',
    preferred_language            text         NOT NULL DEFAULT 'en',
    reliability_score             numeric(5,2) NOT NULL DEFAULT 100
                                  CHECK (reliability_score BETWEEN 0 AND 100),
    total_focus_minutes           integer      NOT NULL DEFAULT 0,
    session_count                 integer      NOT NULL DEFAULT 0,
    current_streak                integer      NOT NULL DEFAULT 0,
    longest_streak                integer      NOT NULL DEFAULT 0,
    last_session_date             timestamptz,
    activity_tracking_enabled     boolean      NOT NULL DEFAULT false,
    email_notifications_enabled   boolean      NOT NULL DEFAULT true,
    push_notifications_enabled    boolean      NOT NULL DEFAULT true,
    banned_until                  timestamptz,
    pixel_avatar_id               text,
    is_onboarded                  boolean      NOT NULL DEFAULT false,
    default_table_mode            text         NOT NULL DEFAULT 'forced_audio',
    deleted_at                    timestamptz,
    deletion_scheduled_at         timestamptz,
    purged_at                     timestamptz,
    created_at                    timestamptz  NOT NULL,
    updated_at                    timestamptz  NOT NULL,
    UNIQUE (issuer, subject)
);

CREATE UNIQUE INDEX users_username ON users (username);
CREATE INDEX users_deletion ON users (deletion_scheduled_at) WHERE deletion_scheduled_at IS NOT NULL;

CREATE TABLE credits (
    id                     uuid        NOT NULL PRIMARY KEY,
    user_id                uuid        NOT NULL UNIQUE REFERENCES users (id),
    tier                   text        NOT NULL,
    credits_remaining      bigint      NOT NULL CHECK (credits_remaining >= 0),
    credit_cycle_start     timestamptz NOT NULL,
    gifts_sent_this_week   bigint      NOT NULL DEFAULT 0 CHECK (gifts_sent_this_week >= 0),
    referral_code          text        NOT NULL UNIQUE,
    referred_by            uuid        REFERENCES users (id),
    referrals_completed    bigint      NOT NULL DEFAULT 0,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL
);

CREATE INDEX credits_cycle ON credits (credit_cycle_start, user_id);

CREATE TABLE sessions (
    id                        uuid        NOT NULL PRIMARY KEY,
    start_time                timestamptz NOT NULL,
    end_time                  timestamptz NOT NULL,
    mode                      text        NOT NULL CHECK (mode IN ('forced_audio', 'quiet')),
    topic                     text,
    language                  text        NOT NULL,
    room_type                 text,
    livekit_room_name         text        NOT NULL UNIQUE,
    livekit_room_created_at   timestamptz,
    livekit_room_deleted_at   timestamptz,
    is_private                boolean     NOT NULL DEFAULT false,
    fill_ai                   boolean     NOT NULL DEFAULT true,
    created_by                uuid        REFERENCES users (id),
    max_seats                 integer     NOT NULL DEFAULT 4 CHECK (max_seats BETWEEN 2 AND 4),
    settled_at                timestamptz,
    -- When companions took the seats that were free, be it none: they come once.
    filled_at                 timestamptz,
    created_at                timestamptz NOT NULL,
    updated_at                timestamptz NOT NULL
);

CREATE INDEX sessions_start ON sessions (start_time);
CREATE INDEX sessions_unsettled ON sessions (start_time, id) WHERE settled_at IS NULL;
CREATE INDEX sessions_unfilled ON sessions (start_time, id) WHERE filled_at IS NULL;

CREATE TABLE session_participants (
    id                    uuid        NOT NULL PRIMARY KEY,
    session_id            uuid        NOT NULL REFERENCES sessions (id),
    user_id               uuid        REFERENCES users (id),
    participant_type      text        NOT NULL CHECK (participant_type IN ('human', 'ai_companion')),
    seat_number           integer     NOT NULL CHECK (seat_number BETWEEN 1 AND 4),
    ai_companion_name     text,
    ai_companion_avatar   jsonb,
    joined_at             timestamptz NOT NULL,
    left_at               timestamptz,
    disconnect_count      bigint      NOT NULL DEFAULT 0,
    active_ms             bigint      NOT NULL DEFAULT 0,
    essence_earned        boolean     NOT NULL DEFAULT false,
    connected_at          timestamptz,
    disconnected_at       timestamptz,
    credit_deducted_at    timestamptz,
    credit_refunded_at    timestamptz,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    CHECK ((participant_type = 'human') = (user_id IS NOT NULL))
);

CREATE INDEX session_participants_user ON session_participants (user_id, session_id);
CREATE INDEX session_participants_session ON session_participants (session_id, seat_number);
CREATE UNIQUE INDEX session_participants_seat ON session_participants (session_id, seat_number)
    WHERE left_at IS NULL;
CREATE UNIQUE INDEX session_participants_once ON session_participants (session_id, user_id)
    WHERE left_at IS NULL AND user_id IS NOT NULL;

CREATE TABLE ratings (
    id                          uuid         NOT NULL PRIMARY KEY,
    session_id                  uuid         NOT NULL REFERENCES sessions (id),
    rater_id                    uuid         NOT NULL REFERENCES users (id),
    ratee_id                    uuid         NOT NULL REFERENCES users (id),
    rating                      text         NOT NULL CHECK (rating IN ('green', 'red', 'skip')),
    rater_reliability_at_time   numeric(5,2) NOT NULL,
    weight                      numeric(5,2) NOT NULL,
    reason                      jsonb,
    created_at                  timestamptz  NOT NULL,
    updated_at                  timestamptz  NOT NULL,
    UNIQUE (session_id, rater_id, ratee_id)
);

CREATE INDEX ratings_received ON ratings (ratee_id, created_at DESC, id DESC);

CREATE TABLE pending_ratings (
    id                  uuid        NOT NULL PRIMARY KEY,
    session_id          uuid        NOT NULL REFERENCES sessions (id),
    user_id             uuid        NOT NULL REFERENCES users (id),
    rateable_user_ids   uuid[]      NOT NULL,
    completed_at        timestamptz,
    expires_at          timestamptz NOT NULL,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    UNIQUE (user_id, session_id)
);

CREATE INDEX pending_ratings_open ON pending_ratings (user_id, created_at, id)
    WHERE completed_at IS NULL;
CREATE INDEX pending_ratings_expired ON pending_ratings (expires_at) WHERE completed_at IS NULL;

CREATE TABLE credit_transactions (
    id                   uuid        NOT NULL PRIMARY KEY,
    user_id              uuid        NOT NULL REFERENCES users (id),
    amount               bigint      NOT NULL,
    transaction_type     text        NOT NULL,
    description          text,
    related_user_id      uuid        REFERENCES users (id),
    related_session_id   uuid        REFERENCES sessions (id),
    idempotency_key      uuid,
    created_at           timestamptz NOT NULL
);

CREATE INDEX credit_transactions_user ON credit_transactions (user_id, created_at, id);

CREATE TABLE furniture_essence (
    user_id        uuid        NOT NULL PRIMARY KEY REFERENCES users (id),
    balance        bigint      NOT NULL DEFAULT 0 CHECK (balance >= 0),
    total_earned   bigint      NOT NULL DEFAULT 0,
    total_spent    bigint      NOT NULL DEFAULT 0,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL
);

CREATE TABLE essence_transactions (
    id                   uuid        NOT NULL PRIMARY KEY,
    user_id              uuid        NOT NULL REFERENCES users (id),
    amount               bigint      NOT NULL,
    transaction_type     text        NOT NULL,
    description          text,
    related_session_id   uuid        REFERENCES sessions (id),
    created_at           timestamptz NOT NULL
);

CREATE INDEX essence_transactions_user ON essence_transactions (user_id, created_at, id);

CREATE TABLE weekly_streaks (
    user_id         uuid        NOT NULL REFERENCES users (id),
    week_start      timestamptz NOT NULL,
    session_count   bigint      NOT NULL,
    -- The sessions that a bonus was given for, [3, 5].
    awarded         jsonb       NOT NULL DEFAULT '[]',
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    PRIMARY KEY (user_id, week_start)
);

CREATE TABLE session_reflections (
    id           uuid        NOT NULL PRIMARY KEY,
    session_id   uuid        NOT NULL REFERENCES sessions (id),
    user_id      uuid        NOT NULL REFERENCES users (id),
    phase        text        NOT NULL CHECK (phase IN ('setup', 'break', 'social')),
    content      text        NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    UNIQUE (session_id, user_id, phase)
);

CREATE INDEX session_reflections_user ON session_reflections (user_id, session_id);

CREATE TABLE diary_notes (
    id           uuid        NOT NULL PRIMARY KEY,
    session_id   uuid        NOT NULL REFERENCES sessions (id),
    user_id      uuid        NOT NULL REFERENCES users (id),
    note         text,
    tags         jsonb       NOT NULL DEFAULT '[]',
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    UNIQUE (user_id, session_id)
);

CREATE INDEX diary_notes_recent ON diary_notes (user_id, created_at);

CREATE TABLE notification_preferences (
    user_id         uuid        NOT NULL REFERENCES users (id),
    event_type      text        NOT NULL,
    email_enabled   boolean     NOT NULL DEFAULT true,
    push_enabled    boolean     NOT NULL DEFAULT true,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    PRIMARY KEY (user_id, event_type)
);

-- What requests with a key were answered, for a day.
CREATE TABLE idempotency_keys (
    user_id      uuid        NOT NULL REFERENCES users (id),
    route        text        NOT NULL,
    key          uuid        NOT NULL,
    body_hash    text        NOT NULL,
    -- The JSON text, as it went out.
    answer       text        NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (user_id, route, key)
);

CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Who runs a job now, and what its last run was for.
CREATE TABLE jobs (
    name          text        NOT NULL PRIMARY KEY,
    holder        uuid,
    held_until    timestamptz,
    last_due      timestamptz,
    finished_at   timestamptz,
    outcome       text
);
