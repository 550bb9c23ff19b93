"use client";

import { useState } from "react";

/** A session id to read and to take along. */
export function CopyId({ id }: { readonly id: string }) {
  const [copied, setCopied] = useState<string | null>(null);

  async function copy() {
    await navigator.clipboard.writeText(id).then(
      () => setCopied(id),
      () => setCopied(null),
    );
  }

  return (
    <p className="session-id">
      <span>Session</span> <code data-testid="session-id">{id}</code>
      <button type="button" className="button button-small" onClick={() => void copy()}>
        {copied === id ? "Copied" : "Copy id"}
      </button>
    </p>
  );
}
