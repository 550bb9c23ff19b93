"use client";

import { useSessionTimer } from "@focus-squad/core/react";
import { useEffect, useState } from "react";
import { check } from "../../check.js";

const START = "2026-05-01T09:30:00Z";
const NOW = new Date("2026-05-01T09:58:00Z");

export default function Page() {
  const { formatted } = useSessionTimer(START, { initialNow: NOW });
  const [hydrated, setHydrated] = useState();
  useEffect(() => setHydrated(JSON.stringify(check())), []);
  return (
    <>
      <pre id="rendered">{JSON.stringify(check())}</pre>
      <pre id="timer">{formatted}</pre>
      {hydrated && <pre id="answer">{hydrated}</pre>}
    </>
  );
}
