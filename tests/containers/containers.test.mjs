// compose.yaml and Containerfile, checked as far as that goes without an engine: what they name is
// there, what they run is run, and the settings are usable.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../..");
const read = (name) => readFileSync(join(root, name), "utf8");
const compose = parse(read("compose.yaml"));

/** What an operator sets, as docs/operations.md tells them to. */
const SET = {
  POSTGRES_PASSWORD: "p0stgresSecretOfThisTest",
  REDIS_PASSWORD: "r3disSecretOfThisTest",
  CORS_ORIGINS: "https://focus.example.com",
  OIDC_ISSUERS: '[{"issuer": "https://id.example.com", "audiences": ["focus"]}]',
  LIVEKIT_API_KEY: "APIq7Rk2vTzLw9",
  LIVEKIT_API_SECRET: "qX3v9LmT7zRk2BwY8nHc5JdP1sGf6UaE4oVi0KtN",
  LIVEKIT_URL: "wss://rooms.example.com",
};

/** Puts variables in, by the rules of the Compose file; a missing one that must be there throws. */
function filled(text, set) {
  return String(text).replaceAll(/\$\{(\w+)(:?[-?])?([^}]*)\}/g, (_, name, how, rest) => {
    const value = set[name];
    const isThere = value !== undefined && !(how?.startsWith(":") && value === "");
    if (isThere) return value;
    if (how?.endsWith("?")) throw new Error(rest);
    return how?.endsWith("-") ? rest : "";
  });
}

/** What a service gets: the operator's settings, if it asks for them, and those that stand there. */
const environment = (service, set) => ({
  ...(compose.services[service].env_file?.some(({ path }) => path === ".env") && set),
  ...Object.fromEntries(
    Object.entries(compose.services[service].environment).map(([name, value]) => [
      name,
      filled(value, set),
    ]),
  ),
});

function checkConfig(env) {
  const program = process.env.FOCUS_SERVER_BIN;
  assert.ok(program, "FOCUS_SERVER_BIN is the program: npm test sets it");
  return spawnSync(program, ["check-config"], { env, cwd: tmpdir(), encoding: "utf8" });
}

test("every service is checked, restarted, and of a known version", () => {
  assert.deepEqual(Object.keys(compose.services), ["postgres", "redis", "server"]);
  for (const [name, service] of Object.entries(compose.services)) {
    assert.equal(service.healthcheck.test[0], "CMD", `${name} needs no shell`);
    assert.equal(service.restart, "unless-stopped", name);
    for (const port of service.ports) assert.match(port, /^127\.0\.0\.1:(\d+):\1$/, name);
    for (const [needed, how] of Object.entries(service.depends_on ?? {})) {
      assert.ok(compose.services[needed], needed);
      assert.equal(how.condition, "service_healthy");
    }
    for (const volume of service.volumes ?? []) {
      assert.ok(volume.split(":")[0] in compose.volumes, volume);
    }
    if (service.build === undefined) assert.match(service.image, /^\w+:\d+-alpine$/, name);
  }
});

test("the server is stopped no sooner than it may take to drain", () => {
  const seconds = (setting) => {
    const row = read("README.md").match(new RegExp(`^\\| \`${setting}\` \\| \`(\\d+)\``, "m"));
    return Number(row[1]);
  };
  const needed = seconds("DRAIN_DELAY_SECONDS") + seconds("DRAIN_DEADLINE_SECONDS");
  assert.ok(Number.parseInt(compose.services.server.stop_grace_period, 10) > needed);
});

test("the server's settings are usable once an operator has set theirs", () => {
  const checked = checkConfig(environment("server", SET));
  assert.equal(checked.status, 0, checked.stdout);
  assert.match(checked.stdout, /usable/);
  for (const secret of [SET.POSTGRES_PASSWORD, SET.REDIS_PASSWORD, SET.LIVEKIT_API_SECRET]) {
    assert.ok(!checked.stdout.includes(secret));
  }
});

test("what an operator forgets is told by name", () => {
  for (const name of Object.keys(SET).filter((name) => name !== "OIDC_ISSUERS")) {
    const { [name]: _, ...rest } = SET;
    assert.ok(read("docs/operations.md").includes(`\`${name}\``), `${name} in docs/operations.md`);
    if (name.endsWith("_PASSWORD")) {
      // Of what stands behind the server, by Compose.
      const told = new RegExp(`^set ${name} in \\.env$`);
      assert.throws(() => environment("server", rest), { message: told });
    } else {
      const checked = checkConfig(environment("server", rest));
      assert.equal(checked.status, 78);
      assert.match(checked.stdout, new RegExp(name));
    }
  }
  // Whose tokens are taken can be said in three ways, so the server tells it.
  const { OIDC_ISSUERS: _, ...rest } = SET;
  const checked = checkConfig(environment("server", rest));
  assert.equal(checked.status, 78);
  assert.match(checked.stdout, /SUPABASE_URL/);
});

test("Redis keeps everything, asks for the password and answers the check", async () => {
  const { command, configs, healthcheck } = compose.services.redis;
  const folder = mkdtempSync(join(tmpdir(), "focus-containers-"));
  const port = await freePort();
  const [{ source, target }] = configs;
  assert.deepEqual(command, ["redis-server", target]);
  const file = join(folder, "redis.conf");
  writeFileSync(file, filled(compose.configs[source].content, SET));
  const place = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder];
  const program = process.env.FOCUS_REDIS_SERVER || "redis-server";
  const redis = spawn(program, [file, ...place], { stdio: "ignore" });
  const ended = new Promise((resolve) => redis.once("exit", resolve).once("error", resolve));
  const cli = (words, password) =>
    spawnSync("redis-cli", ["-p", `${port}`, ...words], {
      env: { ...process.env, REDISCLI_AUTH: password },
      encoding: "utf8",
    });
  const { REDISCLI_AUTH } = Object.fromEntries(
    Object.entries(compose.services.redis.environment).map(([n, v]) => [n, filled(v, SET)]),
  );
  try {
    const check = healthcheck.test.slice(2);
    let answer = cli(check, REDISCLI_AUTH);
    for (let tries = 0; answer.status !== 0 && tries < 200; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      answer = cli(check, REDISCLI_AUTH);
    }
    assert.equal(answer.stdout, "PONG\n", answer.stderr);
    const policy = cli(["config", "get", "maxmemory-policy"], REDISCLI_AUTH).stdout;
    assert.equal(policy, "maxmemory-policy\nnoeviction\n");
    assert.match(cli(["ping"], "").stdout, /NOAUTH/);
    assert.match(cli(["config", "get", "appendonly"], REDISCLI_AUTH).stdout, /yes/);
  } finally {
    redis.kill();
    await ended;
    rmSync(folder, { recursive: true });
  }
});

/** The instructions of the Containerfile, continued lines joined. */
const instructions = read("Containerfile")
  .replaceAll(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [, name, rest] = line.match(/^([A-Z]+) (.*)$/);
    return { name, rest };
  });
const all = (name) => instructions.filter((it) => it.name === name).map((it) => it.rest);

test("the image is built of what the repository has, and is checked as Compose checks it", () => {
  const context = compose.services.server.build;
  assert.deepEqual(context, { context: ".", dockerfile: "Containerfile" });
  const health = all("HEALTHCHECK")[0].match(/CMD (.*)$/)[1];
  assert.deepEqual(["CMD", ...JSON.parse(health)], compose.services.server.healthcheck.test);
  assert.deepEqual(all("USER"), ["nonroot"]);
  assert.deepEqual(JSON.parse(all("ENTRYPOINT")[0]), ["focus-server"]);
  // One stage builds, the other holds the program alone.
  assert.equal(all("FROM").length, 2);
});

test("Cargo finds every member of the workspace in what is sent to the build", () => {
  const folder = mkdtempSync(join(tmpdir(), "focus-containers-"));
  try {
    const [, ...rules] = read(".dockerignore")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    const sent = rules.filter((rule) => rule.startsWith("!")).map((rule) => rule.slice(1));
    const kept = rules.filter((rule) => !rule.startsWith("!"));
    const isKept = (path) =>
      kept.some((rule) =>
        rule.startsWith("**/") ? path.split("/").includes(rule.slice(3)) : path === rule,
      );
    for (const line of all("COPY").filter((line) => !line.startsWith("--from"))) {
      for (const source of line.split(" ").slice(0, -1)) {
        assert.ok(sent.includes(source), `${source} is sent`);
        assert.ok(existsSync(join(root, source)), source);
        const filter = (from) => !isKept(relative(root, from));
        cpSync(join(root, source), join(folder, source), { recursive: true, filter });
      }
    }
    const args = ["metadata", "--locked", "--offline", "--format-version=1"];
    const metadata = spawnSync("cargo", args, {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 64 * 1_024 * 1_024,
    });
    assert.equal(metadata.status, 0, metadata.stderr);
    assert.ok(JSON.parse(metadata.stdout).workspace_members.length >= 4);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
