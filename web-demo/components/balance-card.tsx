"use client";

import { refreshCountdown } from "@focus-squad/core";
import { type Clock, useCountdown } from "@focus-squad/core/react";

import { formatInstant } from "../lib/instant";
import type { CreditBalance } from "../lib/types";
import { counted, TIER_WORDS } from "../lib/words";
import { Figure } from "./figure";

interface Props {
  readonly credits: CreditBalance;
  readonly clock: Clock;
}

/** What one may spend, and when there is more. */
export function BalanceCard({ credits, clock }: Props) {
  const refresh = useCountdown(refreshCountdown, credits.next_refresh, { clock });
  return (
    <section className="card" aria-labelledby="balance-title">
      <h2 id="balance-title">Your credits</h2>
      <dl className="figures">
        <Figure term="Credits" value={String(credits.credits_remaining)} />
        <Figure term="Tier" value={TIER_WORDS[credits.tier]} />
        <Figure term="Next refresh" value={refresh?.countdown ?? "--"} />
      </dl>
      <p className="hint">
        A week brings {counted(credits.weekly_allowance, "credit", "credits")}; the next ones come
        on {formatInstant(credits.next_refresh)}.
      </p>
    </section>
  );
}
