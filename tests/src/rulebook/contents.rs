//! Gathering what the register holds, from the core itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use focus_core::countdown::Destination;
use focus_core::limit::{read, tier as rate_tier};
use focus_core::phase::Phase;
use focus_core::presence::{PresenceBadge, SpriteState};
use focus_core::reliability::{penalty, power, score, tier};
use focus_core::rulebook::Skew;
use focus_core::word_sets::WORD_SETS;
use focus_core::{
    Allowed, Code, DEFAULT_PAGE_SIZE, Expected, Field, MAX_PAGE_SIZE, breaker, client, countdown,
    credit, database_address, diary, facts, idempotency, json, key_set, limit, livekit, matching,
    password, path, phase, presence, processing, rating, reflection, report, revocation, rulebook,
    seat, secret, session, settlement, slot, streak, token, user,
};
use serde_json::{Value, json};

use super::{Contents, Probes, fingerprint};
use crate::native;

/// The probes of a folder, a file for each module of rules, read strictly: a name that stands twice
/// would hide a probe.
///
/// # Errors
/// When a file cannot be read, or asks a rule that another file asks.
pub fn probes(folder: &Path) -> Result<Probes, String> {
    let mut probes = Probes::new();
    let files = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for file in files {
        let path = file.map_err(|error| error.to_string())?.path();
        let wrong = |why: String| format!("{}: {why}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
        json::read(&text).map_err(|error| wrong(format!("{error:?}")))?;
        let read: Probes = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        for (rule, asked) in read {
            if probes.insert(rule.clone(), asked).is_some() {
                return Err(wrong(format!("{rule} stands in another file too")));
            }
        }
    }
    Ok(probes)
}

/// Everything that the version covers.
///
/// # Errors
/// When a rule has no probes, or probes have no rule.
pub fn contents(probes: &Probes) -> Result<Contents, String> {
    for rule in native::verbs() {
        if probes.get(rule).is_none_or(BTreeMap::is_empty) {
            return Err(format!("{rule} has no probes: add some to tests/rulebook/probes"));
        }
    }
    let mut contents = Contents::new();
    for (section, things) in tables() {
        contents.insert(section.to_owned(), things);
    }
    for (rule, probes) in probes {
        let answers = probes.iter().map(|(name, input)| {
            let answer = native::answer(rule, input)?;
            Some((name.clone(), json!({ "asked": fingerprint(input), "answer": answer })))
        });
        let answers = answers.collect::<Option<_>>();
        let unknown = || format!("there is no rule {rule}: remove its probes");
        contents.insert(rule.clone(), answers.ok_or_else(unknown)?);
    }
    Ok(contents)
}

type Things = BTreeMap<String, Value>;

fn tables() -> [(&'static str, Things); 6] {
    let codes = Code::ALL.iter().map(|code| (code.to_string(), json!(code.template())));
    // By the words that travel: what the source calls them is nobody's business.
    let expected = Expected::ALL.iter().map(|expected| (expected.to_string(), json!(true)));
    let fields = Field::ALL.iter().map(|field| (field.to_string(), json!(true)));
    let words = Allowed::ALL.iter().map(|set| (format!("{set:?}"), json!(set.words())));
    let others = WORD_SETS.iter().map(|set| (set.name.to_owned(), json!(set.words)));
    let main = [
        ("Skews", Skew::WORDS),
        ("Destination", Destination::WORDS),
        ("PresenceBadge", PresenceBadge::WORDS),
        ("SpriteState", SpriteState::WORDS),
    ];
    let main = main.map(|(name, words)| (name.to_owned(), json!(words)));
    [
        ("codes", codes.collect()),
        ("constants", constants()),
        ("expected", expected.collect()),
        ("fields", fields.collect()),
        ("phases", Phase::ALL.into_iter().map(phase_row).collect()),
        ("words", words.chain(others).chain(main).collect()),
    ]
}

fn phase_row(phase: Phase) -> (String, Value) {
    let row = json!({
        "apiPhase": phase.to_api(),
        "label": phase.label(),
        "startSeconds": phase.start_seconds(),
        "endSeconds": phase.end_seconds(),
    });
    (phase.word().to_owned(), row)
}

macro_rules! constants {
    ($($constant:expr),+ $(,)?) => {
        [$((last(stringify!($constant)), json!($constant)),)+].into_iter().collect()
    };
}

/// The name of a constant, which stays when it moves to another module.
fn last(path: &str) -> String {
    path.rsplit("::").next().unwrap_or_default().to_owned()
}

fn constants() -> Things {
    constants![
        DEFAULT_PAGE_SIZE,
        MAX_PAGE_SIZE,
        client::ADDRESS_MAX_LENGTH,
        breaker::PROBE_DEADLINE_MS,
        breaker::WINDOW_MS,
        countdown::GET_READY_SECONDS,
        credit::CYCLE_DAYS,
        credit::STARTING_CREDITS,
        credit::STARTING_TIER,
        credit::gift::DEFAULT_GIFT,
        credit::gift::MAX_GIFT,
        credit::referral::REFERRAL_BASE_MAX_LENGTH,
        credit::referral::REFERRAL_BONUS,
        credit::referral::REFERRAL_CODE_ATTEMPTS,
        credit::referral::REFERRAL_CODE_MAX_LENGTH,
        credit::referral::REFERRAL_CODE_RETRY_MILLIS,
        database_address::CONNECT_TIMEOUT_SECONDS,
        database_address::POOL_IDLE_SECONDS,
        database_address::POOL_LIFETIME_SECONDS,
        database_address::POOL_MAX,
        database_address::POOL_MIN,
        database_address::STATEMENT_TIMEOUT_SECONDS,
        diary::DIARY_NOTE_MAX_LENGTH,
        diary::DIARY_SEARCH_MAX_LENGTH,
        diary::MOOD_WINDOW_DAYS,
        facts::FACTS_MAX,
        facts::FACT_TEXT_MAX,
        idempotency::BODY_HASH_MAX_LENGTH,
        idempotency::IDEMPOTENCY_HOURS,
        json::MAX_DEPTH,
        limit::DAY_SECONDS,
        limit::LIMIT_HEADERS,
        limit::HOUR_SECONDS,
        limit::LIMIT_NAME_MAX_LENGTH,
        limit::LIMIT_PARTS,
        limit::LIMIT_WINDOW_MAX_SECONDS,
        limit::MINUTE_SECONDS,
        read::LIMIT_WAIT_MAX_SECONDS,
        rate_tier::ANONYMOUS_PER_MINUTE,
        rate_tier::FREE_PER_MINUTE,
        rate_tier::GLOBAL_PER_MINUTE,
        rate_tier::PREMIUM_PER_MINUTE,
        rate_tier::ROUTE_QUOTAS,
        livekit::DEV_PLACEHOLDER_TOKEN,
        livekit::DEV_SID_PREFIX,
        livekit::EMPTY_TIMEOUT_SECONDS,
        livekit::GRANT_TTL_SECONDS,
        livekit::PLACEHOLDER_API_KEY,
        livekit::ROOM_CREATION_LEAD_TIME_SECONDS,
        livekit::WEBHOOK_LEEWAY_SECONDS,
        matching::ROOM_NAME_BYTES,
        path::PUBLIC_PATHS,
        key_set::KEYS_BYTES_MAX,
        key_set::KEYS_FETCH_TIMEOUT_SECONDS,
        key_set::KEYS_FRESH_SECONDS,
        key_set::KEYS_MAX,
        key_set::KEYS_MAX_STALE_SECONDS,
        key_set::KEYS_REFRESH_SECONDS,
        key_set::REFRESH_JITTER_PERCENT,
        key_set::UNKNOWN_KEY_COOL_DOWN_SECONDS,
        matching::ROOM_NAME_BYTES,
        password::COMMON_PASSWORDS,
        password::PASSWORD_MAX_BYTES,
        password::PASSWORD_MIN_LENGTH,
        phase::SESSION_SECONDS,
        processing::PROCESSING_ERROR_MAX_LENGTH,
        processing::PROCESSING_ID_MAX_LENGTH,
        processing::PROCESSING_KEPT_SECONDS,
        processing::STAGES,
        processing::STAGE_MAX_LENGTH,
        presence::AWAY_AFTER_MS,
        presence::GHOSTING_AFTER_MS,
        presence::GHOSTING_OPACITY_PERCENT,
        presence::HEARTBEAT_MS,
        presence::SPEAKING_HOLD_MS,
        presence::TYPING_MS,
        presence::message::PRESENCE_MESSAGE_TYPE,
        presence::sound::CALIBRATION_MS,
        presence::sound::FULL_SCALE,
        presence::sound::SAMPLES_MAX,
        presence::sound::SOUND_FACTOR,
        presence::sound::SOUND_FLOOR,
        rating::JUDGED_RATINGS,
        rating::LISTED_REASONS,
        rating::MAX_RATINGS_PER_BATCH,
        rating::MIN_RATINGS_PER_BATCH,
        rating::RAW_TEXT_MAX,
        rating::REASON_TEXT_MAX_LENGTH,
        rating::entry::FORM_ENTRIES_MAX,
        rating::entry::FORM_ID_MAX_LENGTH,
        rating::entry::FORM_TEXT_MAX,
        rating::pending::RATING_EXPIRY_HOURS,
        reflection::REFLECTION_MAX_LENGTH,
        penalty::BAN_DURATION_HOURS,
        penalty::FLAG_WINDOW_DAYS,
        penalty::FREE_USER_BAN_THRESHOLD,
        penalty::PAID_USER_BAN_THRESHOLD,
        penalty::PENALTY_CREDIT_DEDUCTION,
        power::COMMUNITY_AGE_GATE_DAYS,
        power::COMMUNITY_AGE_GATE_SESSIONS,
        power::FREE_ESTABLISHED_RED_WEIGHT,
        power::FREE_NEW_RED_WEIGHT,
        power::PAID_RED_WEIGHT,
        score::NEW_USER_THRESHOLD,
        score::RELIABILITY_HALF_LIFE_DAYS,
        score::RELIABILITY_HORIZON_DAYS,
        tier::GOOD_FROM,
        tier::TRUSTED_FROM,
        report::MAX_REPORTS_PER_SESSION,
        report::REPORT_CATEGORY_MAX_LENGTH,
        report::REPORT_DESCRIPTION_MAX_LENGTH,
        report::REPORT_STATUS,
        revocation::MAX_STALE_SECONDS,
        revocation::NOT_BEFORE_DAYS,
        rulebook::HEADER,
        seat::AI_COMPANION_NAMES,
        seat::AVATAR_TYPE,
        seat::LEAVE_REASON_MAX_LENGTH,
        seat::REFUND_NOTICE_SECONDS,
        seat::SEAT_PRICE,
        secret::SECRET_MIN_LENGTH,
        session::MAX_PARTICIPANTS,
        session::TOPIC_MAX_LENGTH,
        settlement::ESSENCE_PER_SESSION,
        settlement::FOCUS_MINUTES_CAP,
        settlement::MIN_ACTIVE_MINUTES_FOR_COMPLETION,
        settlement::ROOM_CLEANUP_DELAY_MINUTES,
        slot::MODERATE_HOUR_ESTIMATE,
        slot::OFF_PEAK_HOUR_ESTIMATE,
        slot::PEAK_HOUR_ESTIMATE,
        slot::SLOT_HORIZON_DAYS,
        slot::SLOT_INTERVAL_MINUTES,
        slot::SLOT_SKIP_THRESHOLD_MINUTES,
        slot::UPCOMING_SLOTS_COUNT,
        slot::UPCOMING_SLOTS_MAX,
        streak::LIFETIME_MILESTONES,
        streak::WEEKLY_BONUSES,
        token::MAX_LEEWAY_SECONDS,
        token::MAX_TOKEN_LENGTH,
        user::BIO_MAX_LENGTH,
        user::DELETION_GRACE_DAYS,
        user::DISPLAY_NAME_MAX_LENGTH,
        user::OBJECT_MAX_DEPTH,
        user::OBJECT_MAX_TEXT,
        user::OBJECT_MAX_VALUES,
        user::STUDY_INTEREST_MAX_LENGTH,
        user::USERNAME_ATTEMPTS,
        user::USERNAME_MAX_LENGTH,
        user::USERNAME_MIN_LENGTH,
    ]
}
