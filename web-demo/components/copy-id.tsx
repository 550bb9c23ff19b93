"use client";

import { queryOf } from "../lib/use-address";
import { CopyButton } from "./copy-button";

/** A session id to read, and to take along as it is or as a link to its table. */
export function CopyId({ id }: { readonly id: string }) {
  const query = queryOf({ user: null, view: "table", session: id, ref: null });
  return (
    <p className="session-id">
      <span>Session</span> <code data-testid="session-id">{id}</code>
      <CopyButton text={id} label="Copy id" />
      <CopyButton text={`${window.location.origin}/${query}`} label="Copy link" />
    </p>
  );
}
