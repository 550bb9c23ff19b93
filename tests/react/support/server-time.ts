// A server that tells its time, once without a network and once as a real one on loopback.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ClockFetch } from "@focus-squad/core/clock";

/** Answers at once with this computer's time and what it is ahead by. */
export function answerAhead(milliseconds: number): ClockFetch {
  return async () => answer(200, JSON.stringify({ unix_ms: Date.now() + milliseconds }));
}

export function answer(status: number, body: string) {
  return { ok: status >= 200 && status < 300, status, text: async () => body };
}

export interface TimeServer {
  readonly url: string;
  /** How many requests came. */
  readonly asked: () => number;
  readonly close: () => Promise<void>;
}

/** A server on loopback; `respond` gets each request with its number, counted from 1. */
export async function listen(
  respond: (response: ServerResponse, number: number, request: IncomingMessage) => void,
): Promise<TimeServer> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    respond(response, asked, request);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/v1/time`,
    asked: () => asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Answers as the server does, with delays on the way there and on the way back, in milliseconds. */
export function tell(response: ServerResponse, ahead: number, there = 0, back = 0): void {
  setTimeout(() => {
    const now = new Date(Date.now() + ahead);
    const body = JSON.stringify({ now: now.toISOString(), unix_ms: now.getTime() });
    setTimeout(() => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(body);
    }, back);
  }, there);
}
