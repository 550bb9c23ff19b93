// A real browser, and folders served to it on loopback.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";

export const STRICT = "script-src 'self' 'wasm-unsafe-eval'";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];
let running;
after(async () => (await running)?.close());

/** One browser for a test file, started when it is first needed. */
function browser() {
  if (running === undefined) {
    const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
    running = chromium.launch({ executablePath, args: QUIET });
  }
  return running;
}

/** The browser with its version. */
export const chromiumVersion = async () => `Chromium ${(await browser()).version()}`;

/** Opens an address and returns the page; `trouble` gathers whatever the page complains of. */
export async function open(t, address) {
  const page = await (await browser()).newPage();
  t.after(() => page.close());
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(`${error}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) trouble.push(message.text());
  });
  await page.goto(address);
  return { page, trouble };
}

/** The text that a page shows in `#answer`, parsed. A page that complains of anything fails. */
export async function answerOf(t, address) {
  const { page, trouble } = await open(t, address);
  const text = await shown(page, trouble, "#answer");
  if (trouble.length > 0) throw new Error(`the page complains: ${trouble.join("\n")}`);
  return JSON.parse(text);
}

/** The text of an element, when it is there. */
export async function shown(page, trouble, selector) {
  try {
    return await page.locator(selector).textContent({ timeout: 15_000 });
  } catch (error) {
    throw new Error(`the page shows no ${selector}: ${[...trouble, error.message].join("\n")}`);
  }
}

/** Serves a folder, under a strict Content-Security-Policy if none is given; returns its address. */
export async function serve(t, folder, { policy } = { policy: STRICT }) {
  const server = createServer(async ({ url }, response) => {
    const path = fileOf(url);
    if (policy !== undefined) response.setHeader("content-security-policy", policy);
    try {
      const body = await readFile(join(folder, path));
      response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}

/** The file behind an address, by the rules of most hosts. */
function fileOf(url) {
  const { pathname } = new URL(url, "http://localhost");
  if (pathname.endsWith("/")) return normalize(`${pathname}index.html`);
  return normalize(extname(pathname) === "" ? `${pathname}.html` : pathname);
}
