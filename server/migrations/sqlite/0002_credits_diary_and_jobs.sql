-- Who asked to be deleted keeps the name until the account is gone.
DROP INDEX users_username;
CREATE UNIQUE INDEX users_username ON users (username);
CREATE INDEX users_deletion ON users (deletion_scheduled_at) WHERE deletion_scheduled_at IS NOT NULL;
ALTER TABLE users ADD COLUMN purged_at INTEGER;
-- Nothing wrote it so far. The first instant of a day.
ALTER TABLE users DROP COLUMN last_session_date;
ALTER TABLE users ADD COLUMN last_session_date INTEGER;

ALTER TABLE credits ADD COLUMN gifts_sent_this_week INTEGER NOT NULL DEFAULT 0
    CHECK (gifts_sent_this_week >= 0);
ALTER TABLE credits ADD COLUMN referral_code TEXT NOT NULL DEFAULT '';
ALTER TABLE credits ADD COLUMN referred_by TEXT REFERENCES users (id);
ALTER TABLE credits ADD COLUMN referrals_completed INTEGER NOT NULL DEFAULT 0;
UPDATE credits SET referral_code = hex(randomblob(4));
CREATE UNIQUE INDEX credits_referral_code ON credits (referral_code);
CREATE INDEX credits_cycle ON credits (credit_cycle_start, user_id);

CREATE TABLE credit_transactions (
    id                   TEXT    NOT NULL PRIMARY KEY,
    user_id              TEXT    NOT NULL REFERENCES users (id),
    amount               INTEGER NOT NULL,
    transaction_type     TEXT    NOT NULL,
    description          TEXT,
    related_user_id      TEXT    REFERENCES users (id),
    related_session_id   TEXT    REFERENCES sessions (id),
    idempotency_key      TEXT,
    created_at           INTEGER NOT NULL
) STRICT;

CREATE INDEX credit_transactions_user ON credit_transactions (user_id, created_at, id);

CREATE TABLE furniture_essence (
    user_id        TEXT    NOT NULL PRIMARY KEY REFERENCES users (id),
    balance        INTEGER NOT NULL DEFAULT 0 CHECK (balance >= 0),
    total_earned   INTEGER NOT NULL DEFAULT 0,
    total_spent    INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL
) STRICT;
INSERT INTO furniture_essence (user_id, created_at, updated_at)
    SELECT id, created_at, updated_at FROM users;

CREATE TABLE essence_transactions (
    id                   TEXT    NOT NULL PRIMARY KEY,
    user_id              TEXT    NOT NULL REFERENCES users (id),
    amount               INTEGER NOT NULL,
    transaction_type     TEXT    NOT NULL,
    description          TEXT,
    related_session_id   TEXT    REFERENCES sessions (id),
    created_at           INTEGER NOT NULL
) STRICT;

CREATE INDEX essence_transactions_user ON essence_transactions (user_id, created_at, id);

CREATE TABLE weekly_streaks (
    user_id         TEXT    NOT NULL REFERENCES users (id),
    week_start      INTEGER NOT NULL,
    session_count   INTEGER NOT NULL,
    -- The sessions that a bonus was given for, [3, 5].
    awarded         TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(awarded)),
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    PRIMARY KEY (user_id, week_start)
) STRICT;

ALTER TABLE sessions ADD COLUMN fill_ai INTEGER NOT NULL DEFAULT 1;
ALTER TABLE sessions ADD COLUMN settled_at INTEGER;
-- When companions took the seats that were free, be it none: they come once.
ALTER TABLE sessions ADD COLUMN filled_at INTEGER;
ALTER TABLE sessions ADD COLUMN livekit_room_created_at INTEGER;
ALTER TABLE sessions ADD COLUMN livekit_room_deleted_at INTEGER;
CREATE INDEX sessions_unsettled ON sessions (start_time, id) WHERE settled_at IS NULL;
CREATE INDEX sessions_unfilled ON sessions (start_time, id) WHERE filled_at IS NULL;

-- Time in the room is kept whole and cut to minutes when it is asked for.
ALTER TABLE session_participants ADD COLUMN active_ms INTEGER NOT NULL DEFAULT 0;
UPDATE session_participants SET active_ms = total_active_minutes * 60000;
ALTER TABLE session_participants DROP COLUMN total_active_minutes;
ALTER TABLE session_participants DROP COLUMN is_connected;
ALTER TABLE session_participants ADD COLUMN credit_deducted_at INTEGER;

CREATE TABLE session_reflections (
    id           TEXT    NOT NULL PRIMARY KEY,
    session_id   TEXT    NOT NULL REFERENCES sessions (id),
    user_id      TEXT    NOT NULL REFERENCES users (id),
    phase        TEXT    NOT NULL CHECK (phase IN ('setup', 'break', 'social')),
    content      TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    UNIQUE (session_id, user_id, phase)
) STRICT;

CREATE INDEX session_reflections_user ON session_reflections (user_id, session_id);

CREATE TABLE diary_notes (
    id           TEXT    NOT NULL PRIMARY KEY,
    session_id   TEXT    NOT NULL REFERENCES sessions (id),
    user_id      TEXT    NOT NULL REFERENCES users (id),
    note         TEXT,
    tags         TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    UNIQUE (user_id, session_id)
) STRICT;

CREATE INDEX diary_notes_recent ON diary_notes (user_id, created_at);

CREATE TABLE notification_preferences (
    user_id         TEXT    NOT NULL REFERENCES users (id),
    event_type      TEXT    NOT NULL,
    email_enabled   INTEGER NOT NULL DEFAULT 1,
    push_enabled    INTEGER NOT NULL DEFAULT 1,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    PRIMARY KEY (user_id, event_type)
) STRICT;

CREATE INDEX pending_ratings_expired ON pending_ratings (expires_at) WHERE completed_at IS NULL;

-- What requests with a key were answered, for a day.
CREATE TABLE idempotency_keys (
    user_id      TEXT    NOT NULL REFERENCES users (id),
    route        TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    body_hash    TEXT    NOT NULL,
    -- The JSON text, as it went out.
    answer       TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (user_id, route, key)
) STRICT;

CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Who runs a job now, and what its last run was for.
CREATE TABLE jobs (
    name          TEXT    NOT NULL PRIMARY KEY,
    holder        TEXT,
    held_until    INTEGER,
    last_due      INTEGER,
    finished_at   INTEGER,
    outcome       TEXT
) STRICT;
