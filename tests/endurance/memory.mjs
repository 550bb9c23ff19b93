// What the process holds: the memories of every instance of the rules that is still alive, and the
// engine's own. Import this before the package, whose instances it has to see.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const memories = [];

WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(module, imports) {
    super(module, imports);
    // Weakly: an instance that trapped must be free to go.
    memories.push(new WeakRef(this.exports.memory));
  }
};

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** Instances alive and the bytes of their memories, the heap, and the whole process, in bytes. */
export async function held() {
  // What a weak reference was asked for lives on until the task at hand is over.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise(setImmediate);
    collect();
  }
  const alive = memories.map((memory) => memory.deref()).filter((memory) => memory !== undefined);
  const { heapUsed, rss } = process.memoryUsage();
  return {
    instances: alive.length,
    wasm: alive.reduce((bytes, { buffer }) => bytes + buffer.byteLength, 0),
    heap: heapUsed,
    rss,
  };
}

/** How many instances there have been. */
export const instancesMade = () => memories.length;
