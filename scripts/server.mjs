// The server's program, built for this machine.

import { run } from "./lib/run.mjs";

/**
 * Builds `focus-server` and returns the path of the program.
 *
 * The debug profile unless it `isRelease`: it compiles in a fraction of the time of a release build,
 * shares its work with `cargo test`, and its dependencies are optimised enough for one person at one
 * laptop.
 */
export async function buildServer({ isRelease = false } = {}) {
  const args = ["build", "-p", "focus-server", "--message-format=json-render-diagnostics"];
  if (isRelease) args.push("--release");
  const messages = await run("cargo", args, { output: "stdout", hint: "see the lines above" });
  for (const line of messages.split("\n")) {
    if (!line.startsWith("{")) continue;
    const message = JSON.parse(line);
    // Cargo knows where its target folder is; settings of the user may have moved it.
    if (message.executable && message.target.name === "focus-server") return message.executable;
  }
  throw new Error("cargo built focus-server and named no program");
}
