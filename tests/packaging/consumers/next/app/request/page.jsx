import { check } from "../../check.js";

export const dynamic = "force-dynamic";

export default function Page() {
  return <pre id="answer">{JSON.stringify(check())}</pre>;
}
