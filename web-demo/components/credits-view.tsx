"use client";

import type { Clock } from "@focus-squad/core/clock";

import type { DemoUser } from "../lib/types";
import type { Snapshot } from "../lib/use-snapshot";
import type { UserApi } from "../lib/user-api";
import { BalanceCard } from "./balance-card";
import { GiftCard } from "./gift-card";
import { ReferralCard } from "./referral-card";

interface Props {
  readonly user: UserApi;
  readonly others: readonly DemoUser[];
  readonly snapshot: Snapshot;
  readonly clock: Clock;
  /** A referral code that came with a link; empty for none. */
  readonly code: string;
  /** Something was done, in the server's words. */
  readonly onDone: (message: string) => void;
}

/** What one has, gives away, and brings. */
export function CreditsView({ user, others, snapshot, clock, code, onDone }: Props) {
  return (
    <div className="columns">
      <div className="column">
        <BalanceCard credits={snapshot.credits} clock={clock} />
        <GiftCard user={user} others={others} credits={snapshot.credits} onDone={onDone} />
      </div>
      <div className="column column-rating">
        <ReferralCard user={user} code={code} onDone={onDone} />
      </div>
    </div>
  );
}
