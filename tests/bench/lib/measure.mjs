// Who is how fast: everybody in turn, in one process, round by round, so that what slows the machine
// slows all of them alike and the ratios hold when the absolute times do not.

/** Keeps answers alive, so that no engine drops a call whose answer nobody reads. */
let sink;

/**
 * Measures `{ours, …peers}` over some rounds, each of `roundMs` for everybody.
 *
 * Returns `{ns, ratio}`: the median nanoseconds of a call by name, and by peer the median of how many
 * times as long as the peer we took, of the same round.
 */
export function compare(contestants, { rounds, roundMs }) {
  const names = Object.keys(contestants);
  const seen = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) time(contestants[name], roundMs);
  for (let round = 0; round < rounds; round++) {
    // Everybody goes first once in a while.
    const turn = round % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      seen[name].push(time(contestants[name], roundMs));
    }
  }
  const ns = mapValues(seen, (times) => median(times));
  const { ours, ...peers } = seen;
  const ratio = mapValues(peers, (times) => median(times.map((time, round) => ours[round] / time)));
  return { ns, ratio };
}

/**
 * Nanoseconds a call over one round: processor time, so that a busy machine does not count what others
 * took. It holds the engine's own threads too, which compile and collect garbage.
 */
function time(call, roundMs) {
  const started = processorMicros();
  const end = started + roundMs * 1_000;
  let turns = 0;
  let now = started;
  while (now < end) {
    for (let i = 0; i < 256; i++) sink = call(turns + i);
    turns += 256;
    now = processorMicros();
  }
  return ((now - started) * 1_000) / turns;
}

function processorMicros() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The last answer, which nobody needs. */
export const lastAnswer = () => sink;

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
