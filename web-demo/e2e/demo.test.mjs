// The demo as somebody uses it: a real server, the built page, a real browser. The cases build on one
// another, as the evening at one table does, so they stay in one file.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { choose, gone, openTab, screenshot, seen, startDemo, until } from "./support.mjs";

const MISMATCH = "Session mismatch: cannot rate a different session";
const RED_NEEDS_REASON = "Red ratings require at least one reason.";

let demo;
let page;
let people;
let firstSession;
const ratingRequests = [];
const pageErrors = [];

before(async () => {
  demo = await startDemo();
  people = (await (await fetch(`${demo.apiUrl}/dev/users`)).json()).users;
  page = await openPage();
});

after(() => demo?.close());

async function openPage(options = {}) {
  const opened = await openTab(demo.browser, pageErrors, options);
  opened.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("/rate")) {
      ratingRequests.push(request.url());
    }
  });
  return opened;
}

const button = (name, where = page) => where.getByRole("button", { name, exact: true });
const card = (person, where = page) => where.getByRole("article", { name: person.display_name });
const box = () => page.getByRole("form", { name: "Rate another session" });
const history = (person) =>
  page.getByRole("region", { name: `What ${person.display_name} received` });
const phase = (label, where = page) =>
  seen(where.getByTestId("phase").filter({ hasText: new RegExp(`^${label}$`) }));
const sessionId = () => page.getByTestId("session-id").innerText();

async function sitAs(person, where = page) {
  await where.goto(`${demo.pageUrl}/?user=${person.username}`);
  await seen(where.getByRole("region", { name: `What ${person.display_name} received` }));
}

async function secondsLeft(where = page) {
  const text = await where.getByRole("timer", { name: "Left in this phase" }).innerText();
  const [minutes, seconds] = text.split(":").map(Number);
  return minutes * 60 + seconds;
}

async function rate(person, value, where = page) {
  await choose(card(person, where).getByRole("radio", { name: value }));
}

describe("the table", () => {
  test("asks who one is and offers the four people", async () => {
    await page.goto(demo.pageUrl);
    await seen(page.getByText("Pick a person to sit down at the table."));
    assert.equal(await page.getByRole("radio").count(), 4);
  });

  test("shows the seats, the phase and a running timer", async () => {
    await choose(page.getByRole("radio", { name: people[0].display_name }));
    await phase("Setup");
    const seats = page.getByRole("list", { name: "Seats" }).getByRole("listitem");
    assert.equal(await seats.count(), 4);
    await seen(seats.filter({ hasText: people[0].display_name }).getByText("you"));
    const first = await secondsLeft();
    assert.ok(first > 60 && first <= 180, `${first} s left of Setup`);
    await until("the timer runs", async () => (await secondsLeft()) <= first - 2);
    firstSession = await sessionId();
  });

  test("shows the same on a computer whose clock is five minutes off", async () => {
    const tab = await openPage();
    await tab.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() + 5 * 60_000;
    });
    await sitAs(people[1], tab);
    await phase("Setup", tab);
    const [theirs, ours] = await Promise.all([secondsLeft(tab), secondsLeft()]);
    assert.ok(Math.abs(theirs - ours) <= 1, `${theirs} s there, ${ours} s here`);
    await tab.context().close();
  });

  test("keeps the person over a reload", async () => {
    await page.reload();
    await phase("Setup");
    assert.ok(await page.getByRole("radio", { name: people[0].display_name }).isChecked());
  });

  test("shows the five phases and which one it is", async () => {
    const phases = page.getByRole("list", { name: "Phases of the session" }).getByRole("listitem");
    assert.equal(await phases.count(), 5);
    assert.match(await phases.nth(0).innerText(), /Setup/);
    assert.equal(await phases.nth(0).getAttribute("aria-current"), "step");
  });

  test("moves a minute with the clock", async () => {
    const earlier = await secondsLeft();
    await button("+1 min").click();
    await until("a minute is gone", async () => (await secondsLeft()) <= earlier - 60);
    assert.ok((await secondsLeft()) > earlier - 75);
  });

  test("moves to each next phase up to the social one", async () => {
    for (const label of ["Work Block 1", "Break", "Work Block 2", "Social"]) {
      await button("To the next phase").click();
      await phase(label);
    }
  });
});

describe("rating", () => {
  test("offers a card for each of the others", async () => {
    await seen(card(people[1]));
    assert.equal(await page.getByRole("article").count(), 3);
    assert.ok(await button("Submit ratings").isDisabled());
  });

  test("says at once, at the right card, that red needs a reason", async () => {
    // The second card alone: its rating is the first of the body.
    await rate(people[2], "Red");
    await seen(card(people[2]).getByText(RED_NEEDS_REASON));
    assert.equal(await page.getByText(RED_NEEDS_REASON).count(), 1);
    await rate(people[1], "Green");
    await rate(people[3], "Skip");
    assert.equal(await card(people[1]).getByText(RED_NEEDS_REASON).count(), 0);
    assert.ok(await button("Submit ratings").isDisabled());
  });

  test("counts the text in characters and refuses one too many", async () => {
    const red = card(people[2]);
    await choose(red.getByRole("checkbox", { name: "Left early without a word" }));
    await gone(red.getByText(RED_NEEDS_REASON));
    await choose(red.getByRole("checkbox", { name: "Something else" }));
    const text = red.getByRole("textbox");
    await text.fill("🦊".repeat(501));
    await seen(red.getByText("501 of 500 characters"));
    await seen(red.getByText("This must have at most 500 characters."));
    await text.fill("Sang through the break");
    await seen(red.getByText("22 of 500 characters"));
    await gone(red.getByText("This must have at most 500 characters."));
    await screenshot(page, "demo");
  });

  test("takes another session's refusal from the package and sends nothing", async () => {
    await button("Fill in a made-up id").click();
    await box().getByRole("button", { name: "Rate", exact: true }).click();
    await seen(box().getByText(MISMATCH));
    await seen(box().getByText("Refused in the browser, no request was sent."));
    assert.deepEqual(ratingRequests, []);
  });

  test("shows a server's refusal in its words, at the card that it is about", async () => {
    const errors = [
      { path: "ratings[1].reasons[0]", code: "UNKNOWN_VALUE", message: "No such reason." },
    ];
    await answerOnce(page, "/rate", 422, {
      detail: "Not like this.",
      code: "UNKNOWN_VALUE",
      errors,
    });
    await button("Submit ratings").click();
    await seen(page.getByRole("alert").getByText("Not like this."));
    await seen(card(people[2]).getByText("No such reason."));
    assert.equal(await page.getByText("No such reason.").count(), 1);
  });

  test("stores the ratings", async () => {
    await button("Submit ratings").click();
    await seen(page.getByRole("status").getByText("Stored: 3 ratings"));
    await seen(page.getByText("Nothing to rate right now."));
    assert.ok(ratingRequests.at(-1).endsWith(`/sessions/${firstSession}/rate`));
  });

  test("shows them to who received them, one click away", async () => {
    await button(`Look as ${people[2].display_name}`).click();
    const items = history(people[2]).getByRole("listitem");
    await seen(items.filter({ hasText: "Red" }));
    assert.equal(await items.count(), 1);
    assert.match(page.url(), new RegExp(`user=${people[2].username}$`));
    await screenshot(page, "received");
  });
});

/** Answers the next request to an address that ends so, in the server's place. */
async function answerOnce(where, end, status, json) {
  const headers = { "access-control-allow-origin": demo.pageUrl };
  let answered = false;
  await where.route(
    (url) => url.pathname.endsWith(end),
    async (route) => {
      if (answered || route.request().method() === "OPTIONS") return await route.fallback();
      answered = true;
      await route.fulfill({ status, headers, json });
    },
  );
}

describe("two sessions", () => {
  test("begins a new table when the first is over", async () => {
    await button("To the next phase").click();
    await button("Start a new table").click();
    await phase("Setup");
    assert.notEqual(await sessionId(), firstSession);
    await seen(page.getByRole("form", { name: "Rate your tablemates" }));
  });

  test("refuses in the browser to rate the new table while the first is pending", async () => {
    const sent = ratingRequests.length;
    for (const person of [people[0], people[1], people[3]]) await rate(person, "Green");
    await box()
      .getByRole("textbox", { name: "Session id" })
      .fill(await sessionId());
    await box().getByRole("button", { name: "Rate", exact: true }).click();
    await seen(box().getByText(MISMATCH));
    await seen(box().getByText("Refused in the browser, no request was sent."));
    await screenshot(page, "refused");
    await page.waitForTimeout(500);
    assert.equal(ratingRequests.length, sent);
  });

  test("rates the pending session from the same box, in any case of its letters", async () => {
    await box().getByRole("textbox", { name: "Session id" }).fill(firstSession.toUpperCase());
    await box().getByRole("button", { name: "Rate", exact: true }).click();
    await seen(page.getByRole("status").getByText("Stored: 3 ratings"));
  });

  test("shows that somebody else's tab was faster", async () => {
    const [first, second] = [await openPage(), await openPage()];
    for (const tab of [first, second]) {
      await sitAs(people[1], tab);
      for (const person of [people[0], people[2], people[3]]) await rate(person, "Green", tab);
    }
    await button("Submit ratings", first).click();
    await seen(first.getByText("Stored: 3 ratings"));
    await button("Submit ratings", second).click();
    const words = "You have already rated participants in this session.";
    await seen(second.getByRole("alert").getByText(words));
    for (const tab of [first, second]) await tab.context().close();
  });

  test("lets one skip all", async () => {
    await sitAs(people[3]);
    await button("Skip all").click();
    await seen(page.getByText("Ratings skipped"));
    await seen(page.getByText("Nothing to rate right now."));
  });

  test("adds up what somebody received", async () => {
    await choose(page.getByRole("radio", { name: people[0].display_name }));
    await seen(history(people[0]).getByText("100 %"));
    assert.equal(await history(people[0]).getByRole("listitem").count(), 2);
  });
});

/** Lets the server answer, as one that has another version of the rules. */
async function answerWithVersion(where, version) {
  await where.route(
    (url) => url.href.startsWith(`${demo.apiUrl}/api/`),
    async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), "x-rules-version": version };
      await route.fulfill({ response, headers });
    },
  );
}

describe("when things go wrong", () => {
  test("gets a new token once when one is refused", async () => {
    const refused = {
      detail: "Authentication failed: the token has expired",
      code: "TOKEN_EXPIRED",
    };
    const tab = await openPage();
    await answerOnce(tab, "/sessions/upcoming", 401, refused);
    let tokens = 0;
    tab.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/dev/token")) tokens += 1;
    });
    await sitAs(people[0], tab);
    assert.equal(tokens, 2);
    await tab.context().close();
  });

  test("says what to do when the server is away, and goes on when it is back", async () => {
    const tab = await openPage();
    const away = (url) => url.href.startsWith(demo.apiUrl);
    await tab.route(away, (route) => route.abort());
    await tab.goto(`${demo.pageUrl}/?user=${people[0].username}`);
    await seen(tab.getByRole("heading", { name: "The server does not answer" }));
    await seen(tab.getByText(demo.apiUrl));
    await screenshot(tab, "away");
    await tab.unroute(away);
    await button("Try again", tab).click();
    await seen(tab.getByRole("timer"));
    await gone(tab.getByRole("heading", { name: "The server does not answer" }));
    await tab.context().close();
  });

  test("asks to reload when the server goes by other rules, and not when it has more of them", async () => {
    const tab = await openPage();
    const heading = tab.getByRole("heading", { name: "The rules have changed" });
    const told = await fetch(`${demo.apiUrl}/api/v1/time`);
    const [generation] = told.headers.get("x-rules-version").split(".");
    const addition = `.999-${"0".repeat(16)}`;
    await answerWithVersion(tab, generation + addition);
    await sitAs(people[0], tab);
    assert.equal(await heading.count(), 0);
    await tab.unrouteAll({ behavior: "ignoreErrors" });
    await answerWithVersion(tab, `9${generation}${addition}`);
    await tab.reload();
    await seen(heading);
    await screenshot(tab, "outdated");
    await tab.unrouteAll({ behavior: "ignoreErrors" });
    await button("Reload", tab).click();
    await gone(heading);
    await seen(tab.getByRole("timer", { name: "Left in this phase" }));
    assert.equal(await heading.count(), 0);
    await tab.context().close();
  });

  test("leads back from an address where nothing is", async () => {
    const answer = await page.goto(`${demo.pageUrl}/nowhere`);
    assert.equal(answer.status(), 404);
    await page.getByRole("link", { name: "Go to the table" }).click();
    await seen(page.getByRole("group", { name: "Who are you?" }));
  });

  test("fits a small dark screen and works by keyboard", async () => {
    const viewport = { width: 320, height: 640 };
    const tab = await openPage({ viewport, colorScheme: "dark", reducedMotion: "reduce" });
    await tab.goto(demo.pageUrl);
    await seen(tab.getByRole("radio", { name: people[3].display_name }));
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Space");
    await seen(tab.getByRole("region", { name: `What ${people[0].display_name} received` }));
    const overflow = await tab.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0, `${overflow} px too wide`);
    await screenshot(tab, "small-dark");
    await tab.context().close();
  });

  test("throws nothing on the way", () => {
    assert.deepEqual(pageErrors, []);
  });
});
