import { check } from "../check.js";

postMessage(check());
