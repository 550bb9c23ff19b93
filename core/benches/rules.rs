//! How long the hottest rules take natively.
#![expect(clippy::expect_used, reason = "a benchmark of a refused input measures nothing")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use focus_core::breaker::{self, Breaker};
use focus_core::key_set::{Freshness, KeySetEvent};
use focus_core::limit::{self, Limit, Quota};
use focus_core::presence::{PresenceEvent, Tracker};
use focus_core::rating::{RatingValue, shape};
use focus_core::reliability::score::{ReceivedRating, score};
use focus_core::seat::{self, Seat};
use focus_core::token::{Policy, PolicyParts, check_claims};
use focus_core::{Timestamp, UserId, json, phase, session, slot};

const IDS: [&str; 3] = [
    "0190f4a0-0000-7000-8000-00000000000a",
    "0190f4a0-0000-7000-8000-00000000000b",
    "0190f4a0-0000-7000-8000-00000000000c",
];

/// 400 bytes, as an identity provider writes them.
const CLAIMS: &str = r#"{"iss":"https://id.example.com/auth/v1","sub":"5eed0000-0000-4000-8000-000000000001","aud":"authenticated","exp":1777631400,"iat":1777627800,"nbf":1777627800,"email":"amara@example.com","role":"authenticated","session_id":"0190f4a0-0000-7000-8000-0000000000ab","scope":"openid profile","app":{"provider":"email","providers":["email"]},"amr":[{"method":"password","timestamp":1777627800}],"x":1}"#;

fn rules(criterion: &mut Criterion) {
    let start = Timestamp::from_unix_millis(1_777_627_800_000);
    let now = start.plus_millis(1_700_000);
    criterion.bench_function("phase::at", |bencher| {
        bencher.iter(|| phase::at(black_box(start), black_box(now)));
    });
    criterion.bench_function("phase::info", |bencher| {
        bencher.iter(|| phase::info(black_box(start), black_box(now)));
    });
    criterion.bench_function("session::guard", |bencher| {
        let [pending, other, _] = IDS;
        bencher.iter(|| session::guard(black_box(Some(pending)), black_box(other)));
    });
    criterion.bench_function("breaker, a permit while it is closed", |bencher| {
        let mut breaker = Breaker::default();
        bencher.iter(|| black_box(&mut breaker).ask(&breaker::Policy::RATE, black_box(now)));
    });
    criterion.bench_function("breaker, an outcome a millisecond for a minute", |bencher| {
        let (mut breaker, mut later) = (Breaker::default(), now);
        bencher.iter(|| {
            later = later.plus_millis(1);
            breaker.report(0, false, &breaker::Policy::RATE, black_box(later));
        });
    });
    criterion.bench_function("key_set, a known key", |bencher| {
        let keys = Freshness::EMPTY.after(KeySetEvent::Fetched, 0, start);
        bencher.iter(|| black_box(&keys).lookup(true, 86_400, black_box(now)));
    });
    criterion.bench_function("rating::shape::validate, three ratings", |bencher| {
        let body = body();
        let body = json::read(&body).expect("the body is JSON");
        shape::validate(body.root(), None).expect("the batch is good");
        bencher.iter(|| shape::validate(black_box(body.root()), None).is_ok());
    });
    criterion.bench_function("json::read, three ratings", |bencher| {
        let body = body();
        bencher.iter(|| json::read(black_box(&body)).is_ok());
    });
    criterion.bench_function("token::check_claims, 400 bytes", |bencher| {
        let parts = PolicyParts {
            issuers: ["https://id.example.com/auth/v1".into()].into(),
            audiences: Some(["authenticated".into()].into()),
            ..PolicyParts::default()
        };
        let policy = Policy::new(parts).expect("the policy is usable");
        check_claims(CLAIMS, &policy, now).expect("the claims are good");
        bencher.iter(|| check_claims(black_box(CLAIMS), &policy, black_box(now)));
    });
}

/// What a request or a page asks beside the phase: seats, limits, presence, scores.
fn wide_rules(criterion: &mut Criterion) {
    let start = Timestamp::from_unix_millis(1_777_627_800_000);
    let users = IDS.map(|id| UserId::parse(id).expect("the id is one"));
    criterion.bench_function("slot::next and slot::check", |bencher| {
        bencher.iter(|| slot::check(slot::next(black_box(start)), black_box(start)));
    });
    criterion.bench_function("seat::join, two seats taken", |bencher| {
        let [one, other, joining] = users;
        let seat = |user, seat_number| Seat {
            user_id: Some(user),
            seat_number,
            left_at: None,
            credit_deducted_at: None,
            credit_refunded_at: None,
        };
        let seats = [seat(one, 1), seat(other, 2)];
        seat::join(joining, start, 4, &seats, start).expect("there is a seat");
        bencher.iter(|| seat::join(joining, start, 4, black_box(&seats), black_box(start)));
    });
    criterion.bench_function("reliability::score, fifty ratings", |bencher| {
        let rating = |day: i64| ReceivedRating {
            value: if day % 5 == 0 { RatingValue::Red } else { RatingValue::Green },
            created_at: start.plus_millis(-day * 86_400_000),
            rater_reliability: None,
        };
        let ratings: Vec<_> = (0..50).map(rating).collect();
        bencher.iter(|| score(black_box(&ratings), black_box(start)));
    });
    criterion.bench_function("limit::take, three limits", |bencher| {
        let quotas = [100, 10, 10_000].map(Quota::per_minute);
        let (mut limits, mut now) = (quotas.map(Limit::new), start);
        bencher.iter(|| {
            now = now.plus_millis(10);
            limit::take(black_box(&mut limits), 1, now)
        });
    });
    criterion.bench_function("presence, an event", |bencher| {
        let tracker = Tracker::default().step(PresenceEvent::Enabled, start).tracker;
        let later = start.plus_millis(500);
        bencher.iter(|| black_box(tracker).step(PresenceEvent::Keydown, black_box(later)));
    });
}

fn body() -> String {
    let [first, second, third] = IDS;
    format!(
        r#"{{"ratings":[
            {{"ratee_id":"{first}","rating":"green"}},
            {{"ratee_id":"{second}","rating":"red","reasons":["absent_no_show","other"],
              "other_reason_text":" left early "}},
            {{"ratee_id":"{third}","rating":"skip"}}
        ]}}"#
    )
}

criterion_group!(benches, rules, wide_rules);
criterion_main!(benches);
