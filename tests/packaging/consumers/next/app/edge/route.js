import { check } from "../../check.js";

export const runtime = "edge";

export const GET = () => Response.json(check());
