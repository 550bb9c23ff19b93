// The settings that decide where the server and the page listen.

import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { fromRoot } from "./paths.mjs";
import { Failure } from "./run.mjs";

/** `FOCUS_ADDR`, `PORT` and `FOCUS_API_URL` as they are in force, and the addresses they make. */
export function readSettings(env = process.env) {
  // The server reads .env as well, and the environment wins there too.
  const file = fromRoot(".env");
  const all = { ...(existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {}), ...env };
  const server = parseAddress(all.FOCUS_ADDR?.trim() || "127.0.0.1:8080");
  const page = { host: "127.0.0.1", port: parsePort("PORT", all.PORT?.trim() || "3000") };
  if (server.port === page.port) {
    throw new Failure(
      `FOCUS_ADDR and PORT both name port ${page.port}: set one of them to another port, for example PORT=${page.port + 1}`,
    );
  }
  const serverUrl = `http://${server.urlHost}:${server.port}`;
  return {
    server: { ...server, address: `${server.urlHost}:${server.port}`, url: serverUrl },
    page: { ...page, url: `http://${page.host}:${page.port}` },
    apiUrl: all.FOCUS_API_URL?.trim() || serverUrl,
  };
}

function parseAddress(text) {
  const match = /^(?:\[(?<six>[\da-fA-F:.]+)\]|(?<host>[^:[\]]+)):(?<port>\d+)$/.exec(text);
  if (match === null) {
    throw new Failure(
      `FOCUS_ADDR is "${text}": set it to an address and a port, for example 127.0.0.1:8080`,
    );
  }
  const { six, host, port } = match.groups;
  return {
    host: six ?? host,
    urlHost: six === undefined ? host : `[${six}]`,
    port: parsePort("FOCUS_ADDR", port),
  };
}

function parsePort(name, text) {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Failure(`${name} has the port "${text}": set it to a number from 1 to 65535`);
}
