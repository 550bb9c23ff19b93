// Answers a file of questions, `{rule, input}` a line, with a file of canonical answers.
//
//   node tests/node/answer.mjs QUESTIONS ANSWERS

import { readFileSync, writeFileSync } from "node:fs";
import * as rules from "@focus-squad/core/full";
import { ask, canonical } from "./ask.mjs";

const [questions, answers] = process.argv.slice(2);
const lines = readFileSync(questions, "utf8").split("\n").filter(Boolean);
const answered = lines.map((line) => {
  const { rule, input } = JSON.parse(line);
  return `${canonical(ask(rules, rule, input))}\n`;
});
writeFileSync(answers, answered.join(""));
