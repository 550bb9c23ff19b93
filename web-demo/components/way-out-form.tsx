"use client";

import type { Clock } from "@focus-squad/core/clock";
import { safeCancelSeat, safeLeaveSession, wayOut } from "@focus-squad/core/full";
import { useId, useState } from "react";

import type { Session } from "../lib/types";
import { useAction } from "../lib/use-action";
import type { UserApi } from "../lib/user-api";
import { WAY_OUT_WORDS } from "../lib/words";
import { ActionNotice } from "./action-notice";

interface Props {
  readonly user: UserApi;
  readonly session: Session;
  readonly clock: Clock;
  readonly onGone: (message: string) => void;
}

/** Giving a seat up before the start, or leaving the table from then on, once one is sure. */
export function WayOutForm({ user, session, clock, onGone }: Props) {
  const [asked, setAsked] = useState(false);
  const action = useAction();
  const way = wayOut(session.start_time, clock.now());

  if (!asked) {
    return (
      <div className="row">
        <button type="button" className="button" onClick={() => setAsked(true)}>
          {WAY_OUT_WORDS[way]}
        </button>
      </div>
    );
  }
  const stay = () => {
    setAsked(false);
    action.clear();
  };
  return (
    <div className="notice notice-held">
      {way === "cancel" ? (
        <Cancelling {...{ user, session, clock, action, onGone, onStay: stay }} />
      ) : (
        <Leaving {...{ user, session, clock, action, onGone, onStay: stay }} />
      )}
      <ActionNotice state={action.state} />
    </div>
  );
}

interface StepProps extends Props {
  readonly action: ReturnType<typeof useAction>;
  readonly onStay: () => void;
}

function Cancelling({ user, session, clock, action, onGone, onStay }: StepProps) {
  const verdict = safeCancelSeat({ startTime: session.start_time }, clock.now());
  return (
    <>
      <p>
        Cancel this seat?{" "}
        {verdict.ok && verdict.value.creditRefunded
          ? "Your credit comes back."
          : "It is too late for your credit to come back."}
      </p>
      <div className="row">
        <button
          type="button"
          className="button button-main"
          onClick={() =>
            void action.run(verdict, async () => onGone((await user.cancel(session.id)).message))
          }
        >
          {action.state.kind === "sending" ? "Cancelling …" : "Yes, cancel it"}
        </button>
        <button type="button" className="button" onClick={onStay}>
          Keep it
        </button>
      </div>
    </>
  );
}

function Leaving({ user, session, clock, action, onGone, onStay }: StepProps) {
  const id = useId();
  const [reason, setReason] = useState("");
  return (
    <form
      className="stack"
      aria-label={WAY_OUT_WORDS.leave}
      onSubmit={(event) => {
        event.preventDefault();
        const held = session.participants.filter((seat) => seat.is_active);
        const seats = held.map((seat) => ({
          userId: seat.user_id,
          participantType: seat.participant_type,
          leftAt: null,
        }));
        const verdict = safeLeaveSession({ userId: user.userId, seats, reason }, clock.now());
        void action.run(verdict, async () => {
          await user.leave(session.id, reason);
          onGone("You have left the table.");
        });
      }}
    >
      <p>Leave the table? Your credit does not come back.</p>
      <div className="field">
        <label htmlFor={`${id}-reason`}>Why, if you like</label>
        <input
          id={`${id}-reason`}
          type="text"
          autoComplete="off"
          value={reason}
          onChange={(event) => {
            setReason(event.target.value);
            action.clear();
          }}
        />
      </div>
      <div className="row">
        <button type="submit" className="button button-main">
          {action.state.kind === "sending" ? "Leaving …" : "Yes, leave"}
        </button>
        <button type="button" className="button" onClick={onStay}>
          Stay
        </button>
      </div>
    </form>
  );
}
