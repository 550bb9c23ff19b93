// npm start: everything from a fresh clone to a page in the browser, with one command.

import { ensurePackage, setUpForPackage } from "./build-package.mjs";
import { ensureDemoBuild, ensureDemoPackages } from "./demo.mjs";
import { assertPortFree } from "./lib/net.mjs";
import { main, say } from "./lib/run.mjs";
import { readSettings } from "./lib/settings.mjs";
import { startStack } from "./lib/stack.mjs";
import { buildServer } from "./server.mjs";

// Ctrl-C in a terminal reaches the children as well, and to a second signal they may answer by
// dropping everything: they get this long to stop by themselves.
const CTRL_C_GRACE_MS = 1_500;
const PARENT_POLL_MS = 1_000;

await main(async () => {
  const settings = readSettings();
  await assertPortsFree(settings);
  await setUpForPackage();
  await ensurePackage();
  await ensureDemoPackages();
  await ensureDemoBuild();
  const serverProgram = await buildServer();
  await assertPortsFree(settings);

  const stopping = stopRequests();
  let stack;
  try {
    say("starting the server and the page");
    stack = await startStack({ settings, serverProgram, signal: stopping.signal });
  } catch (error) {
    // Stopped before it was ready: what was asked for, all the same.
    if (stopping.signal.aborted) process.exit(0);
    throw error;
  }

  console.log(`\nFocus Squad is ready: open ${settings.page.url} (Ctrl-C stops it)\n`);
  const died = await Promise.race([stack.died, stopping.asked]);
  const grace = stopping.signal.reason?.name === "SIGINT" ? CTRL_C_GRACE_MS : 0;
  if (stopping.signal.aborted) {
    say("stopping the server and the page");
    await stack.stop(grace);
    say("stopped");
    process.exit(0);
  }
  console.error(`error: ${died}: stopping everything, see the lines above`);
  await stack.stop();
  process.exit(1);
});

function assertPortsFree({ server, page }) {
  return Promise.all([
    assertPortFree({
      ...server,
      what: "the server",
      setting: "FOCUS_ADDR",
      example: `${server.urlHost}:${server.port === 65_535 ? 8081 : server.port + 1}`,
    }),
    assertPortFree({
      ...page,
      what: "the page",
      setting: "PORT",
      example: page.port === 65_535 ? 3001 : page.port + 1,
    }),
  ]);
}

/** Signals to stop, and the end of the npm that started this script, as one abort signal. */
function stopRequests() {
  const controller = new AbortController();
  const ask = (name) => controller.abort(Object.assign(new Error(`stopped by ${name}`), { name }));
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => ask(name));
  // A killed npm passes nothing on, and the children would keep the ports. npm's shell is not in
  // between: the package.json says exec.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid !== parent && ask("the end of npm"), PARENT_POLL_MS).unref();
  }
  const asked = new Promise((resolve) => controller.signal.addEventListener("abort", resolve));
  return { signal: controller.signal, asked };
}
