import { creditBadge } from "@focus-squad/core/full";

import type { CreditBalance } from "../lib/types";

/** A balance and its cap, as loud as it has to be. */
export function CreditBadge({ credits }: { readonly credits: CreditBalance }) {
  const { style, maxBalance } = creditBadge({
    tier: credits.tier,
    creditsRemaining: credits.credits_remaining,
    cycleStart: credits.credit_cycle_start,
  });
  return (
    <span className={`badge badge-${style}`} data-testid="credits">
      {credits.credits_remaining}
      <span aria-hidden="true"> / {maxBalance}</span>
      <span className="sr-only"> of {maxBalance}</span>
    </span>
  );
}
