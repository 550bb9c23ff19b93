import { check } from "../check.js";

const answer = document.createElement("pre");
answer.id = "answer";
answer.textContent = JSON.stringify(check());
document.body.append(answer);
