//! The page that lists every rule: `docs/rules.md`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use focus_core::{Code, ask};

use crate::native;
use crate::vectors::{self, Expect};

/// What the main entry of the package calls its rules, and what each decides.
const MAIN: &[(&str, &str, &str)] = &[
    ("session.parseId", "parseSessionId", "A session id in its canonical form: a UUID, not nil."),
    ("session.guard", "guardSession", "Refuses to rate while another session's ratings are owed."),
    ("phase.info", "phaseInfo", "The phase at an instant, and what a timer shows of it."),
    ("phase.next", "nextPhase", "The phase that follows."),
    ("phase.isWork", "isWorkPhase", "Whether a phase is one of work."),
    ("phase.duration", "phaseDuration", "How long a phase lasts, in seconds."),
    ("phase.nextChange", "nextPhaseChange", "The instant at which the phase changes next."),
    ("phase.toApi", "toApiPhase", "The API's word for a phase."),
    ("phase.fromApi", "fromApiPhase", "The phase of the API's word."),
    ("phase.completedCount", "phasesCompleted", "How many phases are over."),
    ("phase.hasReflection", "hasReflection", "Whether a phase asks for a reflection."),
    (
        "phase.opensEndModal",
        "opensEndModal",
        "Whether a change of phase opens the closing dialogue.",
    ),
    ("phase.formatTime", "formatTime", "Seconds as `MM:SS`."),
    (
        "rating.entries",
        "newRatingEntries, setRating, …",
        "The state of the rating form, event by event.",
    ),
    ("rating.payload", "ratingPayload", "The body that the form sends."),
    ("rating.readiness", "ratingReadiness", "Whether the form may be sent."),
    (
        "rating.validate",
        "validateRatings",
        "The shape of a body of ratings: every problem at once.",
    ),
    (
        "rating.eligibility",
        "checkRatingEligibility",
        "Whether ratings may be stored now: the first check that fails.",
    ),
    ("rating.skip", "checkSkipEligibility", "Whether rating may be skipped now."),
    ("token.parseBearer", "parseBearer", "The token of an `Authorization` header."),
    (
        "token.readUnverifiedClaims",
        "readUnverifiedClaims",
        "The claims of a token that nobody verified.",
    ),
    ("token.checkClaims", "checkClaims", "Whether claims satisfy a policy, and who they speak of."),
    ("countdown.refresh", "refreshCountdown", "What a page shows until credits are refreshed."),
    ("countdown.ban", "banCountdown", "What a page shows of a ban: `H:MM:SS`, and when it ends."),
    (
        "countdown.waitingRoom",
        "waitingRoom",
        "Seconds until a session starts, rounded up, and where to go then.",
    ),
    (
        "presence.track",
        "nextPresence",
        "One's own presence, event by event: what is shown, whether to tell, when to look again.",
    ),
    ("presence.look", "presenceLook", "How somebody is shown: figure, badge and opacity."),
    ("presence.soundLevel", "soundLevel", "The level of samples: the root of their mean square."),
    ("rulebook.compare", "compareRules", "How another side's rules stand to these."),
];

/// The page's text.
///
/// # Errors
/// When a rule is not described, or a description has no rule.
pub fn page() -> Result<String, String> {
    let files = vectors::all();
    let wide = ask::rules().map(|rule| (rule.name, rule.export, rule.about));
    let mut rules: Vec<_> = MAIN.iter().copied().chain(wide).collect();
    for verb in native::verbs() {
        if !rules.iter().any(|(name, ..)| *name == verb) {
            return Err(format!("{verb} is not described: add it to tests/src/rulebook/page.rs"));
        }
    }
    // Families in the order in which they are first named, the rules of each together.
    let places: Vec<_> = rules.iter().map(|(name, ..)| module_of(name)).collect();
    rules.sort_by_key(|(name, ..)| places.iter().position(|module| *module == module_of(name)));
    let mut out = String::from(HEAD);
    let (mut cases, mut family) = (0, "");
    for (name, export, about) in &rules {
        let file = files.iter().find(|file| file.rule == *name);
        let file = file.ok_or_else(|| format!("{name} is described and has no golden cases"))?;
        let module = module_of(name);
        if module != family {
            family = module;
            let place = format!("core/src/{module}");
            let is_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&place).is_dir();
            let place = if is_folder { place } else { format!("{place}.rs") };
            let _ = write!(out, "\n## {module}\n\nIn [`{place}`](../{place}).\n\n");
            out.push_str("| rule | decides | in the package | refuses with | cases |\n");
            out.push_str("|---|---|---|---|---|\n");
        }
        let codes: Vec<_> = codes(file).iter().map(|code| format!("`{code}`")).collect();
        let (codes, count) = (codes.join(" "), file.cases.len());
        let _ = writeln!(out, "| `{name}` | {about} | `{export}` | {codes} | {count} |");
        cases += count;
    }
    let _ =
        write!(out, "\n{} rules, {cases} golden cases, {} codes.\n", rules.len(), Code::ALL.len());
    Ok(out)
}

fn module_of(rule: &str) -> &str {
    rule.split('.').next().unwrap_or_default()
}

fn codes(file: &vectors::Verb) -> BTreeSet<&str> {
    let places = file.cases.iter().flat_map(|case| match &case.expect {
        Expect::Error(places) => places.as_slice(),
        Expect::Ok(_) => &[],
    });
    places.map(|place| place.code.as_str()).collect()
}

const HEAD: &str = "# Rules

Generated by `npm run generate` from the code and its golden cases. Do not edit.

Every rule that can be asked from outside. Each name is a file of golden cases in `tests/vectors/`. In the
package a function throws what its twin with `safe` in front returns. The server calls the rules by their
types: `cargo doc -p focus-core --open`.
";
