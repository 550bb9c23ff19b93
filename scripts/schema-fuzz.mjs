// node scripts/schema-fuzz.mjs [--examples N] [--seed N]: asks a real server, on SQLite, whatever its
// OpenAPI document allows and what it forbids, and holds every answer against the document.
//
// Schemathesis makes up the requests and checks the answers, with every check it has. What an
// operation needs to get anywhere (tables, people) is told by the dictionaries of a run.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ask, startDevServer } from "./lib/dev-server.mjs";
import { fromRoot } from "./lib/paths.mjs";
import { Failure, main, run, say, seconds } from "./lib/run.mjs";
import { buildServer } from "./server.mjs";
import { ensureSchemathesis } from "./setup.mjs";

/** One that stays: a run that failed can be run again. */
const SEED = 1;
const REQUEST_SECONDS = 10;
const HOUR_MS = 3_600_000;

const HOOKS = fromRoot("scripts/lib/schemathesis_hooks.py");
/** Gives requests a value that exists, so often. */
const KNOWN = 0.8;

// Operations that stand in each other's way have runs of their own, each on a fresh server.
const DELETION = ["delete_users_me", "post_users_me_cancel_deletion"];
const AFTERWARDS = [
  "post_sessions_id_rate",
  "post_sessions_id_rate_skip",
  "get_sessions_id_events",
];

const RUNS = [
  {
    // Whoever owes ratings gets no seat, and an account about to be deleted may do nothing at all.
    name: "everything that does not stand in the way of the rest",
    exclude: [...DELETION, ...AFTERWARDS],
    prepare: async (server, token) => {
      const live = await ask(server, "/dev/table", { method: "POST" });
      const path = "/api/v1/sessions/quick-match";
      const found = await ask(server, path, { method: "POST", token, body: {} });
      return [live.session_id, found.session.id];
    },
  },
  {
    // The stream of a session that is over ends at once; a live one would never.
    name: "what comes after a session",
    include: [
      ...AFTERWARDS,
      "get_sessions_id_summary",
      "get_sessions_pending_ratings",
      "get_sessions_rating_history",
      "post_sessions_diary_id_note",
    ],
    prepare: async (server) => {
      const sessions = [];
      for (let table = 0; table < 4; table += 1) {
        const { session_id } = await ask(server, "/dev/table", { method: "POST" });
        sessions.push(session_id);
        const body = { advance_ms: 2 * HOUR_MS };
        await ask(server, "/dev/clock", { method: "POST", body });
      }
      return sessions;
    },
  },
  {
    name: "deleting the account",
    include: DELETION,
  },
];

/** With what a request may be refused that the document allows, everywhere: who asks, what there is. */
const TAKEN = ["2xx", "401", "403", "404", "409", "429", "503"];
/** And beside, for what no schema can tell. */
const MAY_REFUSE = {
  // Credits that are gone, and a slot that is good or bad by the clock.
  post_sessions_quick_match: ["400", "402"],
  post_sessions_id_join: ["402"],
  post_credits_gift: ["400", "402"], // to oneself
  post_credits_referral_apply: ["400"], // one's own code
  post_sessions_id_cancel: ["400"], // a session that began
  post_sessions_id_rate: ["400", "422"], // oneself, strangers, somebody twice
  post_sessions_id_rate_skip: ["400"], // a session of others
};

/** Runs all of them, with so many made-up requests an operation at most, beside the systematic ones. */
export async function schemaFuzz({ examples, seed = SEED }) {
  const schemathesis = await ensureSchemathesis();
  const program = await buildServer();
  const started = performance.now();
  const total = { operations: 0, requests: 0, failures: 0 };
  for (const one of RUNS) {
    const runStarted = performance.now();
    const told = await fuzzOne(one, { schemathesis, program, examples, seed });
    say(`${one.name}: ${words(told)} (${seconds(runStarted)})`);
    total.operations = told.known;
    total.requests += told.requests;
    total.failures += told.failures;
  }
  say(`in all: ${words(total)} (${seconds(started)}, at most ${examples} examples, seed ${seed})`);
}

const words = ({ operations, requests, failures }) =>
  `${operations} operations, ${requests} requests, ${failures} failures`;

async function fuzzOne(one, { schemathesis, program, examples, seed }) {
  const server = await startDevServer(program);
  const dir = mkdtempSync(join(tmpdir(), "focus-schema-fuzz-"));
  try {
    const people = (await ask(server, "/dev/users")).users.map(({ id }) => id);
    const [token, other] = await Promise.all(people.map((id) => signIn(server, id)));
    const sessions = (await one.prepare?.(server, token)) ?? [];
    const { referral_code } = await ask(server, "/api/v1/credits/referral", { token: other });
    const config = join(dir, "schemathesis.toml");
    writeFileSync(config, settings({ people, sessions, codes: [referral_code] }));
    const report = join(dir, "report.json");
    await run(schemathesis, argumentsOf(one, { server, config, report, examples, seed }), {
      cwd: dir,
      env: { FOCUS_TOKEN: token },
      output: "quiet",
      doing: one.name,
      hint: "the server does not do as its document says, see above",
    });
    if (!server.isAlive()) throw new Failure(`the server is gone:\n${server.log().join("\n")}`);
    return counts(JSON.parse(readFileSync(report, "utf8")), one);
  } catch (error) {
    const errors = server.log().filter((line) => line.includes(" ERROR "));
    if (errors.length > 0) console.error(`the server's last errors:\n${errors.join("\n")}`);
    throw error;
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function signIn(server, user) {
  const token = await ask(server, "/dev/token", { method: "POST", body: { user } });
  return token.access_token;
}

function argumentsOf(one, { server, config, report, examples, seed }) {
  const choice = (flag, ids) => (ids ?? []).flatMap((id) => [`--${flag}-operation-id`, id]);
  return [
    ["--config-file", config, "run", `${server.url}/openapi.json`],
    ["--checks", "all", "--continue-on-failure", "--no-color"],
    ["--seed", `${seed}`, "--max-examples", `${examples}`, "--generation-database", "none"],
    ["--request-timeout", `${REQUEST_SECONDS}`],
    ["--report", "json", "--report-json-path", report],
    choice("include", one.include),
    choice("exclude", one.exclude),
  ].flat();
}

/** Schemathesis' settings; a text of JSON is one of TOML. */
function settings(dictionaries) {
  const known = Object.entries(dictionaries).filter(([, values]) => values.length > 0);
  const bind = (parameter, name) => {
    if (dictionaries[name].length === 0) return [];
    return [
      `[parameters.${JSON.stringify(parameter)}]`,
      `dictionary = "${name}"`,
      `probability = ${KNOWN}`,
    ];
  };
  return [
    [`hooks = ${JSON.stringify(HOOKS)}`],
    ["[auth.openapi.bearer]", `bearer = "\${FOCUS_TOKEN}"`, "[cache]", "enabled = false"],
    known.flatMap(([name, values]) => [
      `[dictionaries.${name}]`,
      `values = ${JSON.stringify(values)}`,
    ]),
    bind("path.id", "sessions"),
    bind("path.user_id", "people"),
    bind("body.recipient_user_id", "people"),
    bind("body.referral_code", "codes"),
    bind("body.ratings[*].ratee_id", "people"),
    Object.entries(MAY_REFUSE).flatMap(([operation, statuses]) => [
      "[[operations]]",
      `include-operation-id = "${operation}"`,
      `checks.positive_data_acceptance.expected-statuses = ${JSON.stringify([...TAKEN, ...statuses])}`,
    ]),
  ]
    .flat()
    .join("\n");
}

function counts(report, { name }) {
  const { operations, test_cases: cases, failures, errors, complete } = report;
  if (!complete || operations.tested !== operations.selected || cases.generated === 0) {
    throw new Failure(`${name}: ${operations.tested} of ${operations.selected} were asked`);
  }
  const requests = cases.generated;
  const { tested, total } = operations;
  return { operations: tested, known: total, requests, failures: failures.length + errors.length };
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    const options = { examples: { type: "string", default: "200" }, seed: { type: "string" } };
    const { values } = parseArgs({ options });
    const number = ([name, value]) => {
      if (!/^[1-9]\d{0,8}$/.test(value))
        throw new Failure(`--${name} is "${value}": give a number`);
      return [name, Number(value)];
    };
    await schemaFuzz(Object.fromEntries(Object.entries(values).map(number)));
  });
}
