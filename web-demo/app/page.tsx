import { connection } from "next/server";

import { Demo } from "./demo";

const DEFAULT_API_URL = "http://127.0.0.1:8080";

/** The server's address is read for each request, so that one build serves everywhere. */
export default async function Page() {
  await connection();
  const apiUrl = process.env.FOCUS_API_URL;
  return <Demo apiUrl={apiUrl === undefined || apiUrl === "" ? DEFAULT_API_URL : apiUrl} />;
}
