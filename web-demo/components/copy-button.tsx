"use client";

import { useState } from "react";

/** Takes a text along. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [copied, setCopied] = useState<string | null>(null);

  async function copy() {
    await navigator.clipboard.writeText(text).then(
      () => setCopied(text),
      () => setCopied(null),
    );
  }

  return (
    <button type="button" className="button button-small" onClick={() => void copy()}>
      {copied === text ? "Copied" : label}
    </button>
  );
}
