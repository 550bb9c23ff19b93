import { formatInstant } from "../lib/instant";
import type { RatingHistory } from "../lib/types";
import { shortId, VALUE_WORDS } from "../lib/words";
import { Figure } from "./figure";

interface Props {
  readonly history: RatingHistory;
  readonly name: string;
}

/** What the others said, without saying who. */
export function HistoryCard({ history, name }: Props) {
  const { summary, items, total } = history;
  return (
    <section className="card" aria-labelledby="history-title">
      <h2 id="history-title">What {name} received</h2>
      <dl className="figures">
        <Figure term="Received" value={String(summary.total_received)} />
        <Figure term="Green" value={String(summary.green_count)} />
        <Figure term="Red" value={String(summary.red_count)} />
        <Figure term="Share of green" value={`${summary.green_percentage} %`} />
      </dl>
      {items.length === 0 ? (
        <p className="hint">No ratings yet.</p>
      ) : (
        <ul className="history" aria-label={`Ratings ${name} received`}>
          {items.map((item) => (
            <li key={item.id}>
              <span className={`dot dot-${item.rating}`} aria-hidden="true" />
              <span>{VALUE_WORDS[item.rating].name}</span>
              <span className="fine">session {shortId(item.session_id)}</span>
              <time className="fine" dateTime={item.created_at}>
                {formatInstant(item.created_at)}
              </time>
            </li>
          ))}
        </ul>
      )}
      {items.length < total && (
        <p className="fine">
          The newest {items.length} of {total}.
        </p>
      )}
    </section>
  );
}
