/** One request: JSON in, JSON out, and the server's one error shape as one error type. */

import type { Code } from "@focus-squad/core";

import type { PlacedProblem } from "./types";

interface ErrorBody {
  readonly detail: string;
  readonly code: Code;
  readonly request_id?: string;
  readonly errors?: readonly PlacedProblem[];
}

/** The server's refusal, in its own words. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: Code;
  readonly requestId: string | undefined;
  readonly problems: readonly PlacedProblem[];

  constructor(status: number, body: ErrorBody) {
    super(body.detail);
    this.status = status;
    this.code = body.code;
    this.requestId = body.request_id;
    this.problems = body.errors ?? [];
  }
}

/** Nobody answered, or something that is not a Focus Squad server. */
export class ServerAway extends Error {
  override readonly name = "ServerAway";
}

export interface RequestOptions {
  readonly method?: "GET" | "POST";
  readonly body?: unknown;
  readonly token?: string;
  /** Says that a request that comes twice is one and the same: a UUID. */
  readonly idempotencyKey?: string;
  /** Ends the request; unless said, a while without an answer does. */
  readonly signal?: AbortSignal;
  /** Is shown each answer before its body is read. */
  readonly onResponse?: (response: Response) => void;
}

/** Longer than the server's own deadline, so that its answer comes first. */
const PATIENCE_MS = 35_000;

export async function request<T>(url: string, options: RequestOptions = {}): Promise<T> {
  const response = await open(url, options);
  const text = await response.text().catch(() => null);
  const json = parse(text ?? "");
  if (text === null || (json === undefined && text !== "")) {
    throw unexpected(response);
  }
  return json as T;
}

/** The answer before its body is read; a refusal throws. */
export async function open(url: string, options: RequestOptions = {}): Promise<Response> {
  const response = await send(url, options);
  options.onResponse?.(response);
  if (response.ok) {
    return response;
  }
  const json = parse(await response.text().catch(() => ""));
  throw isErrorBody(json) ? new ApiError(response.status, json) : unexpected(response);
}

function unexpected(response: Response): ServerAway {
  return new ServerAway(`Unexpected answer with status ${response.status}.`);
}

async function send(
  url: string,
  { method = "GET", body, token, idempotencyKey, signal }: RequestOptions,
): Promise<Response> {
  const headers = new Headers();
  if (token !== undefined) {
    headers.set("Authorization", `Bearer ${token}`);
  }
  if (body !== undefined) {
    headers.set("Content-Type", "application/json");
  }
  if (idempotencyKey !== undefined) {
    headers.set("X-Idempotency-Key", idempotencyKey);
  }
  try {
    return await fetch(url, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      cache: "no-store",
      signal: signal ?? AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new ServerAway("No answer.");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isErrorBody(json: unknown): json is ErrorBody {
  return (
    typeof json === "object" &&
    json !== null &&
    "detail" in json &&
    typeof json.detail === "string" &&
    "code" in json &&
    typeof json.code === "string"
  );
}
