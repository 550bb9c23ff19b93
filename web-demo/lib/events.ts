/** Server-sent events of a table, read from the body of an answer: `EventSource` sends no token. */

import type { ApiPhase } from "@focus-squad/core";

import type { Participant } from "./types";

/** How things are at a table, not what happened; one that is told twice does no harm. */
export type TableEvent =
  | { readonly name: "seat"; readonly data: Participant }
  | {
      readonly name: "phase";
      readonly data: { readonly current_phase: ApiPhase; readonly has_started: boolean };
    }
  | {
      readonly name: "presence";
      readonly data: { readonly user_id: string; readonly is_connected: boolean };
    };

/** The server gives a sign of life every 15 s; a stream without one is broken. */
const SILENCE_MS = 40_000;

/** The events of a body, as they come; those that the page does not know are left out. */
export async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<TableEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await within(SILENCE_MS, reader.read());
      if (done) {
        return;
      }
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event !== null) {
          yield event;
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function parseEvent(block: string): TableEvent | null {
  const lines = block.split("\n");
  const field = (name: string) =>
    lines.flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));
  const [name] = field("event");
  const text = field("data").join("\n");
  switch (name) {
    case "seat":
    case "phase":
    case "presence":
      return { name, data: JSON.parse(text) } as TableEvent;
    default:
      return null;
  }
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The stream fell silent.")), milliseconds);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
