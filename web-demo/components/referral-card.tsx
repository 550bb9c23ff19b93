"use client";

import { useId, useState } from "react";

import { useAction } from "../lib/use-action";
import { useReading } from "../lib/use-reading";
import type { UserApi } from "../lib/user-api";
import { ActionNotice } from "./action-notice";
import { CopyButton } from "./copy-button";
import { Figure } from "./figure";
import { ErrorNotice } from "./notice";

interface Props {
  readonly user: UserApi;
  readonly code: string;
  readonly onDone: (message: string) => void;
}

const POLL_MS = 60_000;

/** One's own code to pass on, and somebody else's to apply. */
export function ReferralCard({ user, code, onDone }: Props) {
  const { value: referral, error, refresh } = useReading(user.userId, user.referral, POLL_MS);
  return (
    <section className="card" aria-labelledby="referral-title">
      <h2 id="referral-title">Bring somebody</h2>
      {error !== null && <ErrorNotice error={error} />}
      {referral !== null && (
        <>
          <dl className="figures">
            <Figure term="Your code" value={referral.referral_code} />
            <Figure term="Brought" value={String(referral.referrals_completed)} />
          </dl>
          <p className="session-id">
            <code>{referral.shareable_link}</code>
            <CopyButton text={referral.shareable_link} label="Copy link" />
          </p>
          {referral.referred_by === null ? (
            <ApplyForm
              user={user}
              code={code}
              onDone={(message) => {
                onDone(message);
                void refresh();
              }}
            />
          ) : (
            <p className="hint">You were brought by {referral.referred_by}.</p>
          )}
        </>
      )}
    </section>
  );
}

function ApplyForm({ user, code, onDone }: Props) {
  const id = useId();
  const [typed, setTyped] = useState(code);
  const action = useAction();
  return (
    <form
      className="stack"
      aria-label="Apply a code"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(null, async () => onDone((await user.applyReferral(typed)).message));
      }}
    >
      <div className="field">
        <label htmlFor={`${id}-code`}>Who brought you? Their code</label>
        <input
          id={`${id}-code`}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            action.clear();
          }}
        />
      </div>
      <ActionNotice state={action.state} />
      <div className="row">
        <button type="submit" className="button button-main">
          {action.state.kind === "sending" ? "Applying …" : "Apply"}
        </button>
      </div>
    </form>
  );
}
