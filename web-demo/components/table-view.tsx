"use client";

import type { Api } from "../lib/api";
import type { DemoUser, Match, Receipt } from "../lib/types";
import type { LiveTable } from "../lib/use-live-table";
import type { Snapshot } from "../lib/use-snapshot";
import type { UserApi } from "../lib/user-api";
import { BoardCard } from "./board-card";
import { HistoryCard } from "./history-card";
import { ErrorNotice } from "./notice";
import { RatingSection } from "./rating-section";
import { ReceiptNotice } from "./receipt-notice";
import { RefusedTable } from "./refused-table";
import { TableCard } from "./table-card";

interface Props {
  readonly api: Api;
  readonly user: UserApi;
  readonly users: readonly DemoUser[];
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly live: LiveTable;
  /** The session of the address; null for one's own first. */
  readonly wanted: string | null;
  readonly receipt: Receipt | null;
  readonly actionError: unknown;
  readonly onAct: (action: () => Promise<void>) => Promise<void>;
  readonly onChoose: (username: string) => void;
  readonly onStored: (receipt: Receipt) => void;
  readonly onSeated: (match: Match) => void;
  readonly onGone: (message: string) => void;
  readonly onFirst: () => void;
  readonly onPhaseChange: () => void;
}

/** The table, what is written on its board, what one owes and what one received. */
export function TableView(props: Props) {
  const { api, user, snapshot, live, wanted, receipt } = props;
  const { session, refusal, pending } = snapshot;
  return (
    <div className="columns">
      <div className="column">
        {refusal !== null && wanted !== null ? (
          <RefusedTable
            user={user}
            sessionId={wanted}
            refusal={refusal}
            onSeated={props.onSeated}
            onFirst={props.onFirst}
          />
        ) : (
          <TableCard
            session={session}
            live={live}
            user={user}
            clock={api.clock}
            readAt={snapshot.readAt}
            onAdvance={(milliseconds) => props.onAct(() => api.advanceClock(milliseconds))}
            onNewTable={() => props.onAct(api.newTable)}
            onPhaseChange={props.onPhaseChange}
            onGone={props.onGone}
          />
        )}
        {props.actionError !== null && <ErrorNotice error={props.actionError} />}
        {session?.has_started === true && (
          <BoardCard key={session.id} user={user} session={session} clock={api.clock} />
        )}
      </div>
      <div className="column column-rating">
        {receipt !== null && (
          <ReceiptNotice receipt={receipt} users={props.users} onChoose={props.onChoose} />
        )}
        <RatingSection
          key={`${user.userId} ${pending?.session_id ?? ""}`}
          api={user}
          pending={pending}
          onStored={props.onStored}
        />
      </div>
      <div className="column">
        <HistoryCard history={snapshot.history} name={props.name} />
      </div>
    </div>
  );
}
