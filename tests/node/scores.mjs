// Scores of made-up histories, as one number: the twin of tests/src/scores.rs, which says why.
//
//   node tests/node/scores.mjs COUNT SEED      prints the hash of the package's answers
//
// Runs in Node and in a page alike: the package comes in as an argument.

/** The hash of the scores of so many histories: FNV-1a over their texts. */
export function hashOfScores(rules, histories, seed) {
  const below = xorshift(seed);
  let hash = 0x811c9dc5;
  for (let made = 0; made < histories; made++) {
    const { score, count } = rules.reliabilityScore({ ratings: history(below) }, NOW);
    for (const letter of `${score} ${count}\n`) {
      hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    }
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

const NOW = 20_000_000_000;

/** Marsaglia's generator of 32 bits, as a function that draws below a number. */
function xorshift(seed) {
  let state = seed >>> 0;
  return (end) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % end;
  };
}

function history(below) {
  return Array.from({ length: below(25) }, () => rating(below));
}

function rating(below) {
  const kind = below(16);
  const millis = below(15_725) * 1_000_000 + below(1_000_000);
  const createdAt = NOW - (millis + below(8) / 8);
  const trust = below(8);
  return {
    rating: kind === 0 ? "skip" : kind < 6 ? "red" : "green",
    createdAt,
    raterReliability: trust === 0 ? null : trust === 1 ? "0.00" : (below(10_001) / 100).toFixed(2),
  };
}

const [script, histories, seed] = globalThis.process?.argv.slice(1) ?? [];
if (script?.endsWith("scores.mjs") && import.meta.url.endsWith("scores.mjs")) {
  const rules = await import("@focus-squad/core/full");
  console.log(hashOfScores(rules, Number(histories), Number(seed)));
}
