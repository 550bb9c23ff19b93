import { useSessionTimer } from "@focus-squad/core/react";
import { createElement } from "react";
import { renderToString } from "react-dom/server";

const START = "2026-05-01T09:30:00Z";
const NOW = new Date("2026-05-01T09:58:00Z");

function Timer() {
  const timer = useSessionTimer(START, { initialNow: NOW });
  return `${timer.phase} ${timer.formatted}`;
}

export const markup = () => renderToString(createElement(Timer));
