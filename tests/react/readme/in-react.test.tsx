// What the package's README shows for React is this folder's code, to the letter, and it runs.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { answerAhead } from "../support/server-time";
import { MINUTE, pass, START, stopTheClock } from "../support/session";

beforeEach(() => {
  vi.resetModules();
});

test("the README shows the code that is tested", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../../wasm/README.md"), "utf8");
  const shown = [...readme.matchAll(/^```tsx\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
  expect(shown).toEqual([readFileSync(join(import.meta.dirname, "in-react.tsx"), "utf8")]);
});

test("its timer follows the server's clock", async () => {
  stopTheClock(START);
  vi.stubGlobal("fetch", answerAhead(5 * MINUTE));
  const { Timer } = await import("./in-react");
  const { container } = render(<Timer start="2026-05-01T09:30:00Z" />);
  await pass(0);
  expect(container.textContent).toBe("work1 23:00");
});

test("its waiting room counts the seconds by the server's clock, and says who is there", async () => {
  stopTheClock(START - 6 * MINUTE);
  vi.stubGlobal("fetch", answerAhead(5 * MINUTE));
  const { Waiting } = await import("./in-react");
  const { container } = render(<Waiting start="2026-05-01T09:30:00Z" />);
  expect(container.textContent).toBe("… Focused");
  await pass(0);
  expect(container.textContent).toBe("60 Focused");
});

test("its form lets one rate once everybody has a value", async () => {
  const { Ratings } = await import("./in-react");
  render(<Ratings />);
  const submit = screen.getByText<HTMLButtonElement>("Rate");
  expect(submit.disabled).toBe(true);
  fireEvent.click(screen.getByText("not rated"));
  expect(screen.getByText("green")).toBeDefined();
  expect(submit.disabled).toBe(false);
});
