"use client";

import { creditTier, safeGiveCredits } from "@focus-squad/core/full";
import { useId, useState } from "react";

import type { CreditBalance, DemoUser } from "../lib/types";
import { useAction } from "../lib/use-action";
import type { UserApi } from "../lib/user-api";
import { TIER_WORDS } from "../lib/words";
import { ActionNotice } from "./action-notice";

interface Props {
  readonly user: UserApi;
  readonly others: readonly DemoUser[];
  readonly credits: CreditBalance;
  readonly onDone: (message: string) => void;
}

/** Credits for somebody else, where the tier allows it. */
export function GiftCard({ user, others, credits, onDone }: Props) {
  const { canGift, maxGiftsPerWeek } = creditTier({ tier: credits.tier });
  return (
    <section className="card" aria-labelledby="gift-title">
      <h2 id="gift-title">Give credits away</h2>
      {canGift ? (
        <>
          <p className="hint">
            {credits.gifts_sent_this_week} of {maxGiftsPerWeek} given this week.
          </p>
          <GiftForm user={user} others={others} credits={credits} onDone={onDone} />
        </>
      ) : (
        <p className="hint">The {TIER_WORDS[credits.tier]} tier cannot give credits away.</p>
      )}
    </section>
  );
}

function GiftForm({ user, others, credits, onDone }: Props) {
  const id = useId();
  const [recipientId, setRecipientId] = useState(others[0]?.id ?? "");
  const [amount, setAmount] = useState("1");
  const action = useAction();

  function send() {
    const verdict = safeGiveCredits({
      senderId: user.userId,
      recipientId,
      amount: Number(amount),
      sender: {
        tier: credits.tier,
        creditsRemaining: credits.credits_remaining,
        giftsSentThisWeek: credits.gifts_sent_this_week,
      },
      // What they have is not for others to know, and stands in no gift's way.
      recipient: { creditsRemaining: 0 },
    });
    void action.run(verdict, async () =>
      onDone((await user.gift(recipientId, Number(amount))).message),
    );
  }

  return (
    <form
      className="stack"
      aria-labelledby="gift-title"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="pair">
        <div className="field">
          <label htmlFor={`${id}-to`}>To</label>
          <select
            id={`${id}-to`}
            value={recipientId}
            onChange={(event) => setRecipientId(event.target.value)}
          >
            {others.map((other) => (
              <option key={other.id} value={other.id}>
                {other.display_name}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${id}-amount`}>Credits</label>
          <input
            id={`${id}-amount`}
            type="number"
            inputMode="numeric"
            value={amount}
            onChange={(event) => {
              setAmount(event.target.value);
              action.clear();
            }}
          />
        </div>
      </div>
      <ActionNotice state={action.state} />
      <div className="row">
        <button type="submit" className="button button-main">
          {action.state.kind === "sending" ? "Giving …" : "Give"}
        </button>
      </div>
    </form>
  );
}
