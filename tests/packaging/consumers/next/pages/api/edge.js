import { check } from "../../check.js";

export const config = { runtime: "edge" };

export default () => Response.json(check());
