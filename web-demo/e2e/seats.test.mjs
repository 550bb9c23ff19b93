// Seats, credits and the diary as people use them: a real server, the built page, two windows.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { choose, gone, openTab, screenshot, seen, startDemo, until } from "./support.mjs";

/** Less than the page waits between two looks, so that only the stream of events can be this fast. */
const TOLD = { timeout: 10_000 };

const HALF_HOUR_MS = 1_800_000;

let demo;
let people;
const pageErrors = [];

before(async () => {
  demo = await startDemo();
  people = (await (await fetch(`${demo.apiUrl}/dev/users`)).json()).users;
  // A second after a slot, whatever the time is: the next one is half an hour away.
  await moveClock((now) => Math.ceil(now / HALF_HOUR_MS) * HALF_HOUR_MS + 1_000);
});

after(() => demo?.close());

async function open(person, query = "", options = {}) {
  const tab = await openTab(demo.browser, pageErrors, options);
  await tab.goto(`${demo.pageUrl}/?user=${person.username}${query}`);
  await seen(tab.getByTestId("credits").first());
  return tab;
}

const click = (tab, name) => tab.getByRole("button", { name, exact: true }).click();
const view = (tab, name) =>
  tab.getByRole("navigation", { name: "Views" }).getByRole("link", { name }).click();
const said = (tab, text) => seen(tab.getByRole("status").getByText(text));
const slots = (tab) => tab.getByRole("list", { name: "Slots", exact: true }).getByRole("listitem");
const seat = (tab, person) =>
  tab
    .getByRole("list", { name: "Seats", exact: true })
    .getByRole("listitem")
    .filter({ hasText: person.display_name });
const balance = async (tab) => {
  const text = await tab.getByRole("navigation").getByTestId("credits").innerText();
  return Number.parseInt(text, 10);
};
const phase = (tab, label) => seen(tab.getByTestId("phase").filter({ hasText: label }));

async function sitDown(tab, at) {
  await seen(slots(tab).nth(5));
  await slots(tab)
    .nth(at)
    .getByRole("button", { name: /^Sit down/ })
    .click();
  await said(tab, / is yours\./);
  return await tab.getByTestId("session-id").innerText();
}

async function moveClock(to) {
  const { unix_ms } = await (await fetch(`${demo.apiUrl}/dev/clock`)).json();
  const response = await fetch(`${demo.apiUrl}/dev/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advance_ms: to(unix_ms) - unix_ms }),
  });
  assert.ok(response.ok, await response.text());
}

describe("seats, credits and the diary", () => {
  test("a seat is found and paid for, and its credit comes back an hour ahead", async () => {
    const [amara] = people;
    const tab = await open(amara, "&view=find");
    const had = await balance(tab);
    await screenshot(tab, "find");
    const id = await sitDown(tab, 3);
    await phase(tab, "Waiting room");
    await seen(seat(tab, amara).getByText("you"));
    await said(tab, "One credit was taken.");
    await until("a credit is gone", async () => (await balance(tab)) === had - 1);
    await screenshot(tab, "waiting");
    assert.ok(tab.url().endsWith(`session=${id}`));
    await click(tab, "Cancel this seat");
    await seen(tab.getByText("Your credit comes back."));
    await click(tab, "Yes, cancel it");
    await said(tab, "Session cancelled. Credit refunded to your account.");
    await until("the credit is back", async () => (await balance(tab)) === had);
    await tab.context().close();
  });

  test("two windows see each other come and go, and a link brings a third", async () => {
    const [, jonas, mei, rafael] = people;
    const small = { viewport: { width: 390, height: 844 } };
    const [one, other] = [await open(jonas, "&view=find"), await open(mei, "&view=find", small)];
    await screenshot(other, "find-small");
    const id = await sitDown(one, 0);
    assert.equal(await sitDown(other, 0), id);
    await seat(one, mei).waitFor(TOLD);
    await seen(seat(other, jonas));
    await screenshot(other, "waiting-small");

    const third = await open(rafael, `&session=${id}`);
    await click(third, "Join this table");
    await said(third, / is yours\./);
    await seat(one, rafael).waitFor(TOLD);

    await click(other, "Cancel this seat");
    await click(other, "Yes, cancel it");
    await said(other, /^Session cancelled\. No refund/);
    await seat(one, mei).waitFor({ state: "hidden", ...TOLD });

    await view(one, "Find a table");
    const sessions = one.getByRole("list", { name: "Your sessions", exact: true });
    const mine = sessions.getByRole("listitem").last();
    const start = await mine.locator("time").getAttribute("datetime");
    await mine.getByRole("button").click();
    await phase(one, "Waiting room");
    await moveClock(() => Date.parse(start));
    await phase(one, "Setup");
    await phase(third, "Setup");

    await click(third, "Leave the table");
    await third.getByRole("textbox", { name: "Why, if you like" }).fill("A call came in");
    await click(third, "Yes, leave");
    await said(third, "You have left the table.");
    await seat(one, rafael).waitFor({ state: "hidden", ...TOLD });

    await one.getByRole("textbox", { name: "What are you going to work on?" }).fill("Chapter two");
    await click(one, "Write on the board");
    await seen(one.getByRole("list", { name: "Reflections" }).getByText("Chapter two"));
    await screenshot(one, "board");
    for (const tab of [one, other, third]) await tab.context().close();
  });

  test("the diary keeps a note with its tags, and finds it again", async () => {
    const [, jonas] = people;
    const tab = await open(jonas, "&view=diary");
    const entry = tab.getByRole("article").filter({ hasText: "Chapter two" });
    await seen(entry.getByText("Chapter two"));
    await click(tab, "Write a note");
    await tab.getByRole("textbox", { name: "A note to yourself" }).fill("The middle is too long");
    await choose(tab.getByRole("checkbox", { name: "Deep focus" }));
    await choose(tab.getByRole("checkbox", { name: "Productive" }));
    await screenshot(tab, "note");
    await click(tab, "Keep");
    await seen(entry.getByText("Your week goes well."));
    await tab.reload();
    await seen(entry.getByText("The middle is too long"));
    const tags = entry.getByRole("list", { name: "Tags" }).getByRole("listitem");
    assert.deepEqual((await tags.allInnerTexts()).sort(), ["Deep focus", "Productive"]);
    await screenshot(tab, "diary");
    const search = tab.getByRole("searchbox", { name: "Words" });
    await search.fill("nowhere in it");
    await click(tab, "Search");
    await gone(entry);
    await search.fill("MIDDLE");
    await click(tab, "Search");
    await seen(entry.getByText("The middle is too long"));
    await tab.setViewportSize({ width: 390, height: 844 });
    await screenshot(tab, "diary-small");
    await tab.context().close();
  });

  test("credits tell the balance, the tier and the refresh, and who brought whom", async () => {
    const [amara, , mei] = people;
    const other = await open(mei, "&view=credits");
    const code = await other.getByText("Your code").locator("xpath=../dd").innerText();
    await other.context().close();
    const tab = await open(amara, `&view=credits&ref=${code}`);
    const card = tab.getByRole("region", { name: "Your credits" });
    await seen(card.getByText(/^\d+d \d+h$/));
    await seen(card.getByText("Free", { exact: true }));
    await seen(tab.getByText("The Free tier cannot give credits away."));
    await screenshot(tab, "credits");
    await click(tab, "Apply");
    await seen(tab.getByText(`You were brought by ${mei.username}.`));
    await tab.setViewportSize({ width: 390, height: 844 });
    await screenshot(tab, "credits-small");
    const overflow = await tab.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0, `${overflow} px too wide`);
    await tab.context().close();
  });

  test("nothing was thrown on the way", () => {
    assert.deepEqual(pageErrors, []);
  });
});
