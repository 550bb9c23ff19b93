"use client";

import { useEffect, useState } from "react";
import { check } from "../../check.js";

export default function Page() {
  const [hydrated, setHydrated] = useState();
  useEffect(() => setHydrated(JSON.stringify(check())), []);
  return (
    <>
      <pre id="rendered">{JSON.stringify(check())}</pre>
      {hydrated && <pre id="answer">{hydrated}</pre>}
    </>
  );
}
