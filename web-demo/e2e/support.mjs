// What the tests stand on: a real server, the built page and a browser, each ended by its pid.

import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { chromium } from "playwright-core";

const demoDir = resolve(import.meta.dirname, "..");
const root = resolve(demoDir, "..");
const next = join(demoDir, "node_modules/next/dist/bin/next");
const PATIENCE_MS = 30_000;
const WAIT = { timeout: 15_000 };

export const seen = (locator) => locator.waitFor({ state: "visible", ...WAIT });
export const gone = (locator) => locator.waitFor({ state: "hidden", ...WAIT });

export async function until(what, holds) {
  const deadline = Date.now() + WAIT.timeout;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${WAIT.timeout} ms`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Chooses a radio button or checkbox that the page draws anew when it is clicked, maybe a moment later. */
export async function choose(box) {
  await box.click();
  await until("it is chosen", () => box.isChecked());
}

/** A tab of its own context; what its page throws goes into `errors`. */
export async function openTab(browser, errors, options = {}) {
  const viewport = { width: 1280, height: 900 };
  const context = await browser.newContext({ viewport, ...options });
  const tab = await context.newPage();
  tab.setDefaultTimeout(WAIT.timeout);
  tab.on("pageerror", (error) => errors.push(error.message));
  return tab;
}

/** Starts all three. `close` ends them and removes the data. */
export async function startDemo() {
  const dataDir = mkdtempSync(join(tmpdir(), "focus-demo-"));
  const ends = [() => rmSync(dataDir, { recursive: true, force: true })];
  const close = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const apiUrl = await startServer(dataDir, ends);
    const pageUrl = await startPage(apiUrl, ends);
    const browser = await startBrowser(ends);
    return { apiUrl, pageUrl, browser, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startServer(dataDir, ends) {
  const program = process.env.FOCUS_SERVER_BIN ?? join(root, "target/debug/focus-server");
  if (!existsSync(program)) {
    throw new Error(`${program} is missing: run cargo build -p focus-server`);
  }
  const address = `127.0.0.1:${await freePort()}`;
  const env = { ENVIRONMENT: "development", FOCUS_ADDR: address, FOCUS_DATA_DIR: dataDir };
  await startProcess({ program, args: ["dev"], env, url: `http://${address}/api/v1/time` }, ends);
  return `http://${address}`;
}

async function startPage(apiUrl, ends) {
  if (!existsSync(join(demoDir, ".next/BUILD_ID"))) {
    throw new Error("web-demo is not built: run npm run build there");
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [next, "start", "-p", String(port), "-H", "127.0.0.1"];
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", FOCUS_API_URL: apiUrl };
  await startProcess({ program: process.execPath, args, env, url }, ends);
  return url;
}

async function startBrowser(ends) {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      "--headless",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  ends.push(() => browser.close());
  return browser;
}

/** A child that answers at `url`. Its output is shown only when it fails. */
async function startProcess({ program, args, env, url }, ends) {
  const child = spawn(program, args, {
    cwd: demoDir,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output = (output + chunk).slice(-4_000);
    });
  }
  const exited = new Promise((done) => child.once("exit", done));
  child.once("error", (error) => {
    output += error.message;
  });
  ends.push(() => end(child, exited));
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || child.pid === undefined || Date.now() > deadline) {
      throw new Error(`${program} ${args.join(" ")} does not answer at ${url}\n${output}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/** Asks the child to stop, and insists after a while. */
async function end(child, exited) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const insist = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await exited;
  clearTimeout(insist);
}

function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const dirs = (process.env.PATH ?? "").split(delimiter);
  const found = names.flatMap((name) => dirs.map((dir) => join(dir, name))).find(isProgram);
  if (found === undefined) {
    throw new Error("no Chromium on the PATH: install it, or set CHROMIUM_PATH");
  }
  return found;
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Leaves a full-page picture where `SCREENSHOT_DIR` says, if it says. */
export async function screenshot(page, name) {
  const dir = process.env.SCREENSHOT_DIR;
  if (!dir) return;
  mkdirSync(dir, { recursive: true });
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: join(dir, `${name}.png`), fullPage: true });
}
