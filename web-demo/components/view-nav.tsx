"use client";

import type { MouseEvent } from "react";

import type { CreditBalance } from "../lib/types";
import { goTo, type Place, queryOf, VIEWS, type View } from "../lib/use-address";
import { CreditBadge } from "./credit-badge";

interface Props {
  readonly place: Place;
  readonly credits: CreditBalance | null;
  readonly onLeave: () => void;
}

const VIEW_WORDS: Readonly<Record<View, string>> = {
  table: "Table",
  find: "Find a table",
  credits: "Credits",
  diary: "Diary",
};

/** The ways through the page. */
export function ViewNav({ place, credits, onLeave }: Props) {
  function follow(event: MouseEvent, to: Place) {
    // A new tab or window is the browser's affair.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onLeave();
    goTo(to);
  }

  return (
    <nav className="views" aria-label="Views">
      {VIEWS.map((view) => {
        const to = { ...place, view, session: view === "table" ? null : place.session };
        return (
          <a
            key={view}
            href={queryOf(to)}
            className="view"
            aria-current={view === place.view ? "page" : undefined}
            onClick={(event) => follow(event, to)}
          >
            {VIEW_WORDS[view]}
            {view === "credits" && credits !== null && <CreditBadge credits={credits} />}
          </a>
        );
      })}
    </nav>
  );
}
