//! Streaks: the week, and what enough sessions bring.

use super::{Asked, Outcome, Rule, object};
use crate::problem::Field;
use crate::streak::{self, Bonus, DailyStreak, Streak};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "streak.weekStart",
        export: "weekStart",
        about: "The first instant of the week: Monday, midnight UTC.",
        ask: |asked| {
            asked.facts().done()?;
            Ok(streak::week_start(asked.now()?).into())
        },
    },
    Rule {
        name: "streak.recordWeekly",
        export: "recordWeeklySession",
        about: "A session more in a week, and the bonus that it brings.",
        ask: |asked| record(asked, streak::WEEKLY_BONUSES),
    },
    Rule {
        name: "streak.recordLifetime",
        export: "recordLifetimeSession",
        about: "A session more in a lifetime, and the milestone that it reaches.",
        ask: |asked| record(asked, streak::LIFETIME_MILESTONES),
    },
    Rule {
        name: "streak.bar",
        export: "streakBar",
        about: "How far it is to the next bonus of a week.",
        ask: bar,
    },
    Rule {
        name: "streak.recordDay",
        export: "recordStreakDay",
        about: "Days in a row after a completed session.",
        ask: record_day,
    },
];

fn record(asked: Asked<'_>, bonuses: &[Bonus]) -> Outcome {
    let mut facts = asked.facts();
    let streak = Streak::read(&mut facts);
    facts.done()?;
    let recorded = streak.record(bonuses);
    Ok(object! {
        "sessionCount": recorded.streak.session_count,
        "awarded": recorded.streak.awarded,
        "bonusEssence": recorded.bonus.map_or(0, |bonus| bonus.essence),
        "thresholdReached": recorded.bonus.map(|bonus| bonus.sessions),
    })
}

fn bar(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let streak = Streak::read(&mut facts);
    facts.done()?;
    let bar = streak.bar(streak::WEEKLY_BONUSES);
    Ok(object! {
        "target": bar.target,
        "progress": bar.progress,
        "isComplete": bar.is_complete,
        "totalBonus": bar.total_bonus,
    })
}

fn record_day(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let streak = DailyStreak::read(&mut facts);
    let start_time = facts.instant(Field::StartTime);
    facts.done()?;
    let streak = streak.record(start_time);
    Ok(object! {
        "currentStreak": streak.current_streak,
        "longestStreak": streak.longest_streak,
        "lastSessionDate": streak.last_session_date,
    })
}
