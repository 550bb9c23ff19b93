import { check } from "../check.js";

export default function Page() {
  return <pre id="answer">{JSON.stringify(check())}</pre>;
}
