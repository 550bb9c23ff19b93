// A tool that serves a page until the test is over.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { environment, program } from "./tools.mjs";

const START_MS = 60_000;

/** Starts a tool and waits for the address that it prints; `stop` ends it. */
export async function startService(folder, name, args) {
  const child = spawn(program(name), args, {
    cwd: folder,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const gone = once(child, "close");
  const stop = async () => {
    child.kill("SIGTERM");
    await gone;
  };
  let said = "";
  const address = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} is silent:\n${said}`)), START_MS);
    const listen = (text) => {
      said += text;
      const found = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(said);
      if (found === null) return;
      clearTimeout(timer);
      resolve(`http://127.0.0.1:${found[1]}/`);
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    gone.then(([code]) => {
      clearTimeout(timer);
      reject(new Error(`${name} ${args.join(" ")} ended with code ${code}:\n${said}`));
    });
  });
  try {
    return { address: await address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
