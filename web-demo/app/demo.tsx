"use client";

import { useMemo, useState } from "react";

import { CreditsView } from "../components/credits-view";
import { DiaryView } from "../components/diary-view";
import { FindView } from "../components/find-view";
import { OutdatedNotice, ServerNotice } from "../components/notice";
import { TableView } from "../components/table-view";
import { UserPicker } from "../components/user-picker";
import { ViewNav } from "../components/view-nav";
import { createApi } from "../lib/api";
import type { Match, Receipt } from "../lib/types";
import { goTo, type Place, queryOf, usePlace } from "../lib/use-address";
import { useLiveTable } from "../lib/use-live-table";
import { useEvery } from "../lib/use-reading";
import { useSnapshot } from "../lib/use-snapshot";
import { useUsers } from "../lib/use-users";

/** Other people act too, so the page looks again now and then; less often while it is told. */
const POLL_MS = 15_000;
const POLL_WHILE_TOLD_MS = 60_000;

/** The one page: who you are, your table, the ways to one, your credits and your diary. */
export function Demo({ apiUrl }: { readonly apiUrl: string }) {
  const api = useMemo(() => createApi(apiUrl), [apiUrl]);
  const place = usePlace();
  const { users, error: usersError, reload } = useUsers(api);
  const person = users?.find((candidate) => candidate.username === place.user) ?? null;
  const userId = person?.id ?? null;
  const user = useMemo(() => (userId === null ? null : api.as(userId)), [api, userId]);

  const view = useSnapshot(api, user, place.session);
  const { value: snapshot, refresh } = view;
  const live = useLiveTable(user, snapshot?.session?.id ?? null, () => void refresh());
  useEvery(live.isOpen ? POLL_WHILE_TOLD_MS : POLL_MS, refresh);

  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const [actionError, setActionError] = useState<unknown>(null);

  function forget() {
    setReceipt(null);
    setMessage(null);
    setActionError(null);
  }

  function choose(username: string) {
    forget();
    // Whoever comes by a link to a table wants to see that one; whoever changes places does not.
    const session = place.user === null ? place.session : null;
    window.history.replaceState(null, "", queryOf({ ...place, user: username, session }));
  }

  function show(change: Partial<Place>, told: string | null = null) {
    forget();
    setMessage(told);
    goTo({ ...place, ...change });
    void refresh();
  }

  function seated({ session, seat_number, credit_deducted, is_immediate, wait_minutes }: Match) {
    const start = is_immediate ? "It starts now." : `It starts in ${wait_minutes} min.`;
    const paid = credit_deducted ? " One credit was taken." : "";
    show({ view: "table", session: session.id }, `Seat ${seat_number} is yours. ${start}${paid}`);
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

  const readError = usersError ?? view.error;
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
      {users !== null && <UserPicker users={users} chosen={person} onChoose={choose} />}
      {users !== null && person === null && (
        <p className="hint hint-center">Pick a person to sit down at the table.</p>
      )}
      {person !== null && (
        <ViewNav place={place} credits={snapshot?.credits ?? null} onLeave={forget} />
      )}
      <div role="status" className="said">
        {message !== null && <p className="notice notice-good">{message}</p>}
      </div>
      {person !== null && snapshot === null && readError === null && (
        <p className="hint hint-center" role="status">
          Walking to the table …
        </p>
      )}
      {person !== null && user !== null && snapshot !== null && content()}
    </main>
  );

  function content() {
    if (person === null || user === null || snapshot === null) return null;
    switch (place.view) {
      case "table":
        return (
          <TableView
            api={api}
            user={user}
            users={users ?? []}
            name={person.display_name}
            snapshot={snapshot}
            live={live}
            wanted={place.session}
            receipt={receipt}
            actionError={actionError}
            onAct={act}
            onChoose={choose}
            onStored={stored}
            onSeated={seated}
            onGone={(told) => show({ session: null }, told)}
            onFirst={() => show({ session: null })}
            onPhaseChange={() => void refresh()}
          />
        );
      case "find":
        return (
          <FindView
            user={user}
            snapshot={snapshot}
            clock={api.clock}
            onSeated={seated}
            onOpen={(session) => show({ view: "table", session })}
          />
        );
      case "credits":
        return (
          <CreditsView
            key={user.userId}
            user={user}
            others={(users ?? []).filter((other) => other.id !== user.userId)}
            snapshot={snapshot}
            clock={api.clock}
            code={place.ref ?? ""}
            onDone={(told) => {
              setMessage(told);
              void refresh();
            }}
          />
        );
      case "diary":
        return <DiaryView key={user.userId} user={user} />;
    }
  }
}
