//! Credits: what an account has, gifts, referrals.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use focus_server::audit;

use crate::support::{Answer, Client, MINUTE, NOBODY, PEOPLE, members, send};

const BALANCE: &str = "/api/v1/credits/balance";
const GIFT: &str = "/api/v1/credits/gift";
const REFERRAL: &str = "/api/v1/credits/referral";
const APPLY: &str = "/api/v1/credits/referral/apply";
const KEY: &str = "0190f4a0-0000-7000-8000-00000000000a";

impl Client {
    /// Puts one of the four on a tier with a balance that the ledger knows of.
    pub(crate) async fn grant(&self, person: usize, tier: &str, credits: i64) {
        let (id, now) = (PEOPLE[person], self.server.clock.now());
        let now = self.server.database().instant(now);
        let line = format!("0190f4a0-0000-7000-8000-{person:04}{credits:08}");
        self.sql(&format!(
            "INSERT INTO credit_transactions (id, user_id, amount, transaction_type, created_at)
             SELECT '{line}', user_id, {credits} - credits_remaining, 'weekly_refresh', {now}
             FROM credits WHERE user_id = '{id}'"
        ))
        .await;
        self.sql(&format!(
            "UPDATE credits SET tier = '{tier}', credits_remaining = {credits}
             WHERE user_id = '{id}'"
        ))
        .await;
    }

    async fn give(&self, person: usize, recipient: &str, amount: u32) -> Answer {
        let token = self.token(person).await;
        let body = json!({"recipient_user_id": recipient, "amount": amount});
        self.post(GIFT, &token, &body).await
    }

    async fn apply(&self, person: usize, code: &str) -> Answer {
        let token = self.token(person).await;
        self.post(APPLY, &token, &json!({"referral_code": code})).await
    }

    async fn ask(&self, person: usize, path: &str) -> Answer {
        let token = self.token(person).await;
        self.get(path, &token).await
    }

    async fn code(&self, person: usize) -> String {
        self.ask(person, REFERRAL).await.body["referral_code"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn credits(&self, person: usize) -> i64 {
        self.ask(person, BALANCE).await.body["credits_remaining"].as_i64().unwrap()
    }

    pub(crate) async fn assert_clean(&self) {
        let report = audit::run(self.server.database().settings()).await.unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

#[tokio::test]
async fn a_balance_comes_with_what_the_tier_allows() {
    let client = Client::start().await;
    let answer = client.ask(0, BALANCE).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let code = answer.body["referral_code"].as_str().unwrap();
    assert!(code.len() == 8 && code.bytes().all(|b| b"0123456789ABCDEF".contains(&b)), "{code}");
    let expected = json!({
        "user_id": PEOPLE[0], "tier": "free", "credits_remaining": 2, "weekly_allowance": 2,
        "max_balance": 4, "gifts_sent_this_week": 0, "max_gifts_per_week": 0,
        "credit_cycle_start": "2026-05-01", "next_refresh": "2026-05-08T00:00:00Z",
        "referral_code": code,
    });
    assert_eq!(answer.body, expected);
    client.grant(0, "elite", 30).await;
    let body = client.ask(0, BALANCE).await.body;
    let told = json!([body["tier"], body["credits_remaining"], body["max_balance"]]);
    assert_eq!(told, json!(["elite", 30, 24]));
}

#[tokio::test]
async fn a_gift_moves_credits_and_both_ledgers_tell_of_it() {
    let client = Client::start().await;
    client.grant(0, "pro", 8).await;
    let answer = client.give(0, &PEOPLE[1].to_uppercase(), 3).await;
    let message = "Gift sent successfully";
    let expected = json!({"success": true, "new_balance": 5, "message": message});
    assert_eq!((answer.status, answer.body), (200, expected));
    // A gift is one credit unless it says otherwise, and no cap is in its way.
    let token = client.token(0).await;
    let body = json!({"recipient_user_id": PEOPLE[1], "unknown": []});
    assert_eq!(client.post(GIFT, &token, &body).await.body["new_balance"], 4);
    assert_eq!(client.credits(1).await, 6);
    assert_eq!(client.ask(0, BALANCE).await.body["gifts_sent_this_week"], 4);
    let query = "SELECT transaction_type, CAST(amount AS TEXT), CAST(user_id AS TEXT),
            CAST(related_user_id AS TEXT)
        FROM credit_transactions WHERE transaction_type <> 'weekly_refresh'
        ORDER BY credit_transactions.amount";
    let rows = client.server.database().rows(query).await;
    let row = |kind: &str, amount: &str, user: usize, other: usize| {
        [kind, amount, PEOPLE[user], PEOPLE[other]].map(|text| Some(text.to_owned())).to_vec()
    };
    let expected = [
        row("gift_sent", "-3", 0, 1),
        row("gift_sent", "-1", 0, 1),
        row("gift_received", "1", 1, 0),
        row("gift_received", "3", 1, 0),
    ];
    assert_eq!(rows, expected);
    client.assert_clean().await;
}

#[tokio::test]
async fn a_gift_is_refused_by_the_first_check_that_fails_and_moves_nothing() {
    let client = Client::start().await;
    let told = async |recipient: &str, amount| {
        let answer = client.give(0, recipient, amount).await;
        let (status, code) = answer.told();
        (status, code.to_owned())
    };
    let refused = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(told(PEOPLE[0], 4).await, refused(400, "SELF_GIFT"));
    assert_eq!(told(NOBODY, 4).await, refused(403, "GIFT_NOT_ALLOWED"));
    client.grant(0, "infinite", 100).await;
    assert_eq!(told(PEOPLE[1], 1).await, refused(403, "GIFT_NOT_ALLOWED"));
    client.grant(0, "pro", 2).await;
    assert_eq!(told(NOBODY, 3).await, refused(402, "INSUFFICIENT_CREDITS"));
    assert_eq!(told(NOBODY, 2).await, refused(404, "CREDIT_NOT_FOUND"));
    assert_eq!(told(PEOPLE[1], 1).await, refused(200, ""));
    assert_eq!(told(NOBODY, 4).await, refused(429, "GIFT_LIMIT_EXCEEDED"));
    assert_eq!((client.credits(0).await, client.credits(1).await), (1, 3));
    let gone = client.server.database().instant(client.server.clock.now());
    client.sql(&format!("UPDATE users SET purged_at = {gone} WHERE id = '{}'", PEOPLE[1])).await;
    assert_eq!(told(PEOPLE[1], 1).await, refused(404, "CREDIT_NOT_FOUND"));
    client.assert_clean().await;
}

#[tokio::test]
async fn a_gift_that_makes_no_sense_is_told_with_its_places() {
    let client = Client::start().await;
    let token = client.token(0).await;
    for (body, path, code) in [
        (json!({}), "recipient_user_id", "MISSING"),
        (json!({"recipient_user_id": "jo"}), "recipient_user_id", "INVALID_ID"),
        (json!({"recipient_user_id": 7}), "recipient_user_id", "WRONG_TYPE"),
        (json!({"recipient_user_id": NOBODY, "amount": 0}), "amount", "TOO_FEW"),
        (json!({"recipient_user_id": NOBODY, "amount": 5}), "amount", "TOO_MANY"),
        (json!({"recipient_user_id": NOBODY, "amount": "1"}), "amount", "WRONG_TYPE"),
        (json!([]), "", "WRONG_TYPE"),
    ] {
        let answer = client.post(GIFT, &token, &body).await;
        assert_eq!(answer.told(), (422, code), "{body}");
        assert_eq!(answer.body["errors"][0]["path"], path, "{body}");
    }
    let both = json!({"recipient_user_id": "", "amount": 9});
    let answer = client.post(GIFT, &token, &both).await;
    assert_eq!(answer.told(), (422, "VALIDATION_ERROR"));
    assert_eq!(answer.body["errors"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_gift_with_a_key_is_given_once() {
    let client = Client::start().await;
    client.grant(0, "pro", 8).await;
    let token = client.token(0).await;
    let give = async |key: &str, amount: u32| {
        let body = json!({"recipient_user_id": PEOPLE[1], "amount": amount}).to_string();
        let request = client.request(Method::POST, GIFT).bearer_auth(&token);
        let request = request.header("content-type", "application/json");
        send(request.header("x-idempotency-key", key).body(body)).await
    };
    let first = give(KEY, 4).await;
    assert_eq!(first.status, 200);
    // Another gift would be beyond the week's limit; this is the same one.
    let again = give(KEY, 4).await;
    assert_eq!((again.status, again.body), (200, first.body));
    assert_eq!(give(KEY, 1).await.told(), (422, "IDEMPOTENCY_KEY_REUSED"));
    assert_eq!(give("no-uuid", 1).await.told(), (400, "IDEMPOTENCY_KEY_INVALID"));
    assert_eq!(client.credits(1).await, 6);
    assert_eq!(client.ask(0, BALANCE).await.body["gifts_sent_this_week"], 4);
    client.assert_clean().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_gifts_at_once_no_credit_is_lost_or_made() {
    let client = Client::start().await;
    let mut tokens = Vec::new();
    for person in 0..4 {
        client.grant(person, "pro", 3).await;
        tokens.push(client.token(person).await);
    }
    let gifts = (0..64).map(|n| {
        let (sender, recipient) = (n % 4, (n + 1 + n / 4 % 3) % 4);
        let body = json!({"recipient_user_id": PEOPLE[recipient], "amount": 1 + n / 32});
        let request = client.request(Method::POST, GIFT).bearer_auth(&tokens[sender]);
        send(request.header("content-type", "application/json").body(body.to_string()))
    });
    let answers = join_all(gifts).await;
    for answer in &answers {
        let told = answer.told();
        let refused = [(429, "GIFT_LIMIT_EXCEEDED"), (402, "INSUFFICIENT_CREDITS")];
        assert!(told.0 == 200 || refused.contains(&told), "{told:?}");
    }
    assert!(answers.iter().filter(|answer| answer.status == 200).count() > 4);
    assert_eq!(client.count("SELECT SUM(credits_remaining) FROM credits").await, 12);
    let most = "SELECT MAX(gifts_sent_this_week) FROM credits";
    assert!(client.count(most).await <= 4);
    let sent = "SELECT COALESCE(SUM(-amount), 0) FROM credit_transactions
        WHERE transaction_type = 'gift_sent'";
    let counted = "SELECT SUM(gifts_sent_this_week) FROM credits";
    assert_eq!(client.count(sent).await, client.count(counted).await);
    client.assert_clean().await;
}

#[tokio::test]
async fn a_referral_code_is_shared_and_applied_once() {
    let client = Client::start().await;
    let code = client.code(0).await;
    let body = client.ask(0, REFERRAL).await.body;
    let link = format!("http://localhost:3000/join?ref={code}");
    let expected = json!({"referral_code": code, "referrals_completed": 0, "referred_by": null,
        "shareable_link": link});
    assert_eq!(body, expected);
    let answer = client.apply(1, &format!(" {code} ")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(members(&answer.body), ["message", "referred_by_username", "success"]);
    assert_eq!(answer.body["referred_by_username"], "amara");
    assert_eq!(client.ask(1, REFERRAL).await.body["referred_by"], "amara");
    // What it brings comes with a first session.
    assert_eq!((client.credits(0).await, client.credits(1).await), (2, 2));
    let other = client.code(2).await;
    assert_eq!(client.apply(1, &other).await.told(), (409, "REFERRAL_ALREADY_APPLIED"));
    assert_eq!(client.ask(1, REFERRAL).await.body["referred_by"], "amara");
}

#[tokio::test]
async fn a_referral_code_is_refused_by_the_first_check_that_fails() {
    let client = Client::start().await;
    let own = client.code(0).await;
    assert_eq!(client.apply(0, &own).await.told(), (400, "SELF_REFERRAL"));
    assert_eq!(client.apply(0, "nobody's").await.told(), (404, "INVALID_REFERRAL_CODE"));
    let token = client.token(0).await;
    for (code, told) in [
        (json!("x".repeat(21)), "TOO_LONG"),
        (json!(" "), "MISSING"),
        (Value::Null, "WRONG_TYPE"),
        (json!("a\u{0}b"), "INVALID_TEXT"),
    ] {
        let answer = client.post(APPLY, &token, &json!({"referral_code": code})).await;
        assert_eq!(answer.told(), (422, told), "{code}");
        assert_eq!(answer.body["errors"][0]["path"], "referral_code");
    }
    let gone = client.server.database().instant(client.server.clock.now());
    let theirs = client.code(1).await;
    client.sql(&format!("UPDATE users SET purged_at = {gone} WHERE id = '{}'", PEOPLE[1])).await;
    assert_eq!(client.apply(0, &theirs).await.told(), (404, "INVALID_REFERRAL_CODE"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_codes_at_once_one_is_applied() {
    let client = Client::start().await;
    let (codes, token) = ([client.code(1).await, client.code(2).await], client.token(0).await);
    let applied = (0..16).map(|n| {
        let body = json!({"referral_code": codes[n % 2]});
        let request = client.request(Method::POST, APPLY).bearer_auth(&token);
        send(request.header("content-type", "application/json").body(body.to_string()))
    });
    let answers = join_all(applied).await;
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    let told = answers.iter().filter(|a| a.told() == (409, "REFERRAL_ALREADY_APPLIED")).count();
    assert_eq!((won, told), (1, 15));
}

#[tokio::test]
async fn without_an_account_there_are_no_credits() {
    let client = Client::start().await;
    client.advance(MINUTE).await;
    let code = client.code(1).await;
    client.sql(&format!("DELETE FROM credits WHERE user_id = '{}'", PEOPLE[0])).await;
    for path in [BALANCE, REFERRAL] {
        assert_eq!(client.ask(0, path).await.told(), (404, "CREDIT_NOT_FOUND"), "{path}");
    }
    assert_eq!(client.give(0, PEOPLE[1], 1).await.told(), (404, "CREDIT_NOT_FOUND"));
    assert_eq!(client.apply(0, &code).await.told(), (404, "CREDIT_NOT_FOUND"));
}
