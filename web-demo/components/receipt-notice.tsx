import type { DemoUser, Receipt } from "../lib/types";
import { personName } from "../lib/words";

interface Props {
  readonly receipt: Receipt;
  readonly users: readonly DemoUser[];
  readonly onChoose: (username: string) => void;
}

/** What was stored, and a way to see it from the other side. */
export function ReceiptNotice({ receipt, users, onChoose }: Props) {
  const ratees = receipt.ratees.flatMap((ratee) => {
    const user = users.find((candidate) => candidate.id === ratee.user_id);
    return user === undefined ? [] : [{ ...ratee, user }];
  });
  return (
    <section className="notice notice-good" role="status">
      <p>
        <strong>
          Stored: {receipt.count} {receipt.count === 1 ? "rating" : "ratings"}
        </strong>
        . {receipt.message}.
      </p>
      {ratees.length > 0 && (
        <div className="row">
          {ratees.map((ratee) => (
            <button
              key={ratee.user_id}
              type="button"
              className="button button-small"
              onClick={() => onChoose(ratee.user.username)}
            >
              Look as {personName(ratee)}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}
