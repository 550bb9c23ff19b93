import { markup } from "./timer.js";

console.log(markup());
