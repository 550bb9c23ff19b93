import { check } from "../../check.js";

export const dynamic = "force-dynamic";

export const GET = () => Response.json(check());
