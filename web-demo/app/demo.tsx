"use client";

import { useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";

import { HistoryCard } from "../components/history-card";
import { ErrorNotice, OutdatedNotice, ServerNotice } from "../components/notice";
import { RatingSection } from "../components/rating-section";
import { ReceiptNotice } from "../components/receipt-notice";
import { TableCard } from "../components/table-card";
import { UserPicker } from "../components/user-picker";
import { createApi } from "../lib/api";
import type { Receipt } from "../lib/types";
import { useSnapshot } from "../lib/use-snapshot";
import { useUsers } from "../lib/use-users";

/** The one page: who you are, your table, what you owe and what you received. */
export function Demo({ apiUrl }: { readonly apiUrl: string }) {
  const api = useMemo(() => createApi(apiUrl), [apiUrl]);
  const { users, error: usersError, reload } = useUsers(api);
  const chosen = useSearchParams().get("user");
  const user = users?.find((candidate) => candidate.username === chosen) ?? null;
  const { snapshot, error: snapshotError, refresh } = useSnapshot(api, user?.id ?? null);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const [actionError, setActionError] = useState<unknown>(null);

  // The address keeps the choice, so that reloading keeps it too.
  function choose(username: string) {
    setReceipt(null);
    setActionError(null);
    window.history.replaceState(null, "", `?user=${encodeURIComponent(username)}`);
  }

  async function act(action: () => Promise<void>) {
    setActionError(null);
    await action().catch(setActionError);
    await refresh();
  }

  function stored(done: Receipt) {
    setReceipt(done);
    void refresh();
  }

  const readError = usersError ?? snapshotError;
  return (
    <main className="page">
      <header className="masthead">
        <h1>Focus Squad</h1>
        <p>
          Four people, one table, fifty-five minutes. The same rules run here and on the server.
        </p>
      </header>
      {readError !== null && (
        <ServerNotice
          error={readError}
          apiUrl={apiUrl}
          onRetry={() => void reload().then(refresh)}
        />
      )}
      {snapshot?.rules === "different" && <OutdatedNotice />}
      {users !== null && <UserPicker users={users} chosen={user} onChoose={choose} />}
      {users !== null && user === null && (
        <p className="hint hint-center">Pick a person to sit down at the table.</p>
      )}
      {user !== null && snapshot === null && readError === null && (
        <p className="hint hint-center" role="status">
          Walking to the table …
        </p>
      )}
      {user !== null && snapshot !== null && (
        <div className="columns">
          <div className="column">
            <TableCard
              session={snapshot.session}
              clock={api.clock}
              readAt={snapshot.readAt}
              userId={user.id}
              onAdvance={(milliseconds) => act(() => api.advanceClock(milliseconds))}
              onNewTable={() => act(api.newTable)}
              onPhaseChange={refresh}
            />
            {actionError !== null && <ErrorNotice error={actionError} />}
          </div>
          <div className="column column-rating">
            {receipt !== null && (
              <ReceiptNotice receipt={receipt} users={users ?? []} onChoose={choose} />
            )}
            <RatingSection
              key={`${user.id} ${snapshot.pending?.session_id ?? ""}`}
              api={api.as(user.id)}
              pending={snapshot.pending}
              onStored={stored}
            />
          </div>
          <div className="column">
            <HistoryCard history={snapshot.history} name={user.display_name} />
          </div>
        </div>
      )}
    </main>
  );
}
