"use client";

import { useId, useState } from "react";

import type { DiaryQuery } from "../lib/types";
import { useReading } from "../lib/use-reading";
import type { UserApi } from "../lib/user-api";
import { counted } from "../lib/words";
import { DiaryEntry } from "./diary-entry";
import { DiarySearch } from "./diary-search";
import { Figure } from "./figure";
import { ErrorNotice } from "./notice";

/** Nobody else writes in it: this is for another window of one's own. */
const POLL_MS = 60_000;

const ALL: DiaryQuery = { page: 1, search: "", date_from: "", date_to: "" };

/** What one wrote, by session, and the week in numbers. */
export function DiaryView({ user }: { readonly user: UserApi }) {
  const id = useId();
  const [query, setQuery] = useState(ALL);
  const numbers = useReading(user.userId, user.diaryNumbers, POLL_MS);
  const diary = useReading(
    `${user.userId} ${JSON.stringify(query)}`,
    () => user.diary(query),
    POLL_MS,
  );
  const { value: shown } = diary;
  const pages = shown === null ? 1 : Math.ceil(shown.total / shown.per_page);
  const goTo = (page: number) => setQuery({ ...query, page });
  return (
    <div className="columns">
      <div className="column column-rating">
        <section className="card" aria-labelledby={`${id}-numbers`}>
          <h2 id={`${id}-numbers`}>Your week</h2>
          {numbers.error !== null && <ErrorNotice error={numbers.error} />}
          {numbers.value !== null && (
            <dl className="figures">
              <Figure term="Focus minutes" value={String(numbers.value.weekly_focus_minutes)} />
              <Figure term="Days in a row" value={String(numbers.value.current_streak)} />
              <Figure term="Sessions in all" value={String(numbers.value.total_sessions)} />
            </dl>
          )}
        </section>
        <DiarySearch onSearch={(wanted) => setQuery({ ...wanted, page: 1 })} />
      </div>
      <section className="card" aria-labelledby={`${id}-diary`}>
        <div className="card-head">
          <h2 id={`${id}-diary`}>Diary</h2>
          {shown !== null && (
            <span className="fine" role="status">
              {counted(shown.total, "session", "sessions")}
            </span>
          )}
        </div>
        {diary.error !== null && <ErrorNotice error={diary.error} />}
        {shown?.items.length === 0 && (
          <p className="hint">
            {query === ALL
              ? "Nothing yet. Write on the board of a session, and it stands here."
              : "Nothing like that."}
          </p>
        )}
        {shown?.items.map((item) => (
          <DiaryEntry key={item.session_id} user={user} item={item} onWritten={diary.refresh} />
        ))}
        {pages > 1 && (
          <div className="row">
            <button
              type="button"
              className="button button-small"
              disabled={query.page <= 1}
              onClick={() => goTo(query.page - 1)}
            >
              Newer
            </button>
            <span className="fine">
              Page {query.page} of {pages}
            </span>
            <button
              type="button"
              className="button button-small"
              disabled={query.page >= pages}
              onClick={() => goTo(query.page + 1)}
            >
              Older
            </button>
          </div>
        )}
      </section>
    </div>
  );
}
