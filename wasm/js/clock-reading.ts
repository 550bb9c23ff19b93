/** One reading of the server's clock: the fastest of several round trips. */

/** What reading the server's clock can fail with. */
export type ClockErrorCode =
  /** Nobody answered, or the answer broke off. */
  | "CLOCK_UNREACHABLE"
  /** The answer took longer than `timeoutMs`. */
  | "CLOCK_TIMEOUT"
  /** The answer has a status outside of 200 to 299, which is in `status`. */
  | "CLOCK_REFUSED"
  /** The answer is not `{"unix_ms": <milliseconds since the epoch>}`. */
  | "CLOCK_MALFORMED";

/** The server's clock could not be read. */
export class ClockError extends Error {
  /** Always `ClockError`. */
  override readonly name = "ClockError";
  /** What happened, for a program. */
  readonly code: ClockErrorCode;
  /** The answer's HTTP status, when there was an answer. */
  readonly status: number | undefined;

  /** @internal */
  constructor(code: ClockErrorCode, message: string, status?: number, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.status = status;
  }
}

/** The part of `fetch` that is used; the platform's own is one. */
export type ClockFetch = (
  url: string,
  init: { readonly signal: AbortSignal; readonly cache: "no-store" },
) => Promise<ClockResponse>;

/** The part of a `Response` that is used. */
export interface ClockResponse {
  /** Whether the status is within 200 to 299. */
  readonly ok: boolean;
  /** The HTTP status. */
  readonly status: number;
  /** Reads the body. */
  readonly text: () => Promise<string>;
}

/** What one round trip takes. */
interface Request {
  readonly fetch: ClockFetch;
  readonly url: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Instants on the two clocks here, and on the server's, that belong together. */
export interface Reading {
  readonly server: number;
  readonly monotonic: number;
  /** How far this computer's clock was ahead of the monotonic one. */
  readonly lead: number;
  readonly errorBound: number;
}

/** The server cuts its answer to a whole millisecond. */
const RESOLUTION_MS = 1;

/** The reading with the shortest way. One that fails after another came through ends the search. */
export async function fastest(rounds: number, request: Request): Promise<Reading> {
  let best = await roundTrip(request);
  for (let round = 1; round < rounds; round++) {
    try {
      const next = await roundTrip(request);
      if (next.errorBound < best.errorBound) best = next;
    } catch (error) {
      if (!(error instanceof ClockError)) throw error;
      break;
    }
  }
  return best;
}

async function roundTrip({ fetch, url, timeoutMs, signal }: Request): Promise<Reading> {
  signal?.throwIfAborted();
  const request = new AbortController();
  const stop = () => request.abort(signal?.reason);
  signal?.addEventListener("abort", stop);
  const timeout = setTimeout(() => {
    const message = `The server did not tell its time within ${timeoutMs} ms.`;
    request.abort(new ClockError("CLOCK_TIMEOUT", message));
  }, timeoutMs);
  try {
    const sent = monotonic();
    // Before it is sent: should this computer sleep meanwhile, the lead is another one afterwards.
    const leadWhenSent = lead();
    // A `fetch` that does not mind the signal is not waited for either.
    const server = await Promise.race([ask(fetch, url, request.signal), aborted(request.signal)]);
    const received = monotonic();
    return {
      server,
      monotonic: (sent + received) / 2,
      lead: leadWhenSent,
      errorBound: (received - sent) / 2 + RESOLUTION_MS,
    };
  } catch (error) {
    throw request.signal.aborted ? request.signal.reason : error;
  } finally {
    clearTimeout(timeout);
    signal?.removeEventListener("abort", stop);
    // Lets go of an answer whose body nobody read.
    request.abort();
  }
}

async function ask(fetch: ClockFetch, url: string, signal: AbortSignal): Promise<number> {
  const response = await reach(() => fetch(url, { signal, cache: "no-store" }));
  const { ok, status } = headOf(response);
  if (!ok) {
    throw new ClockError("CLOCK_REFUSED", `The server's time has status ${status}.`, status);
  }
  const time = parse(await reach(() => response.text()));
  if (time === undefined) throw malformed(status);
  return time;
}

/** Status of an answer; a `fetch` that was replaced may answer anything. */
function headOf(response: ClockResponse): Pick<ClockResponse, "ok" | "status"> {
  try {
    const { ok, status } = response;
    return { ok, status };
  } catch (cause) {
    throw malformed(undefined, cause);
  }
}

function malformed(status: number | undefined, cause?: unknown): ClockError {
  return new ClockError("CLOCK_MALFORMED", "The server's time cannot be read.", status, cause);
}

async function reach<T>(go: () => Promise<T>): Promise<T> {
  try {
    return await go();
  } catch (cause) {
    throw new ClockError("CLOCK_UNREACHABLE", "The server's time did not come.", undefined, cause);
  }
}

/** The milliseconds of `{"unix_ms": …}`; undefined for anything else, and for what is no instant. */
function parse(text: string): number | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    const time = Object.getOwnPropertyDescriptor(answer, "unix_ms")?.value;
    return typeof time === "number" && Math.abs(time) <= 8.64e15 ? time : undefined;
  } catch {
    return undefined;
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Milliseconds that only ever run on. */
export function monotonic(): number {
  return typeof performance === "undefined" ? Date.now() : performance.now();
}

/** How far this computer's clock is ahead of the one that only runs on, in milliseconds. */
export function lead(): number {
  return Date.now() - monotonic();
}
