import { markup } from "../timer.js";

const answer = document.createElement("pre");
answer.id = "answer";
answer.textContent = JSON.stringify(markup());
document.body.append(answer);
