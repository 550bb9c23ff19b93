"use client";

import type { Clock } from "@focus-squad/core/clock";

import type { Match } from "../lib/types";
import type { Snapshot } from "../lib/use-snapshot";
import type { UserApi } from "../lib/user-api";
import { FindCard } from "./find-card";
import { JoinCard } from "./join-card";
import { UpcomingCard } from "./upcoming-card";

interface Props {
  readonly user: UserApi;
  readonly snapshot: Snapshot;
  readonly clock: Clock;
  readonly onSeated: (match: Match) => void;
  readonly onOpen: (sessionId: string) => void;
}

/** The ways to a seat, and the seats that one has. */
export function FindView({ user, snapshot, clock, onSeated, onOpen }: Props) {
  return (
    <div className="columns">
      <div className="column">
        <FindCard
          user={user}
          clock={clock}
          credits={snapshot.credits.credits_remaining}
          hasPending={snapshot.pending !== null}
          onSeated={onSeated}
        />
      </div>
      <div className="column column-rating">
        <UpcomingCard upcoming={snapshot.upcoming} clock={clock} onOpen={onOpen} />
        <JoinCard user={user} onSeated={onSeated} />
      </div>
    </div>
  );
}
