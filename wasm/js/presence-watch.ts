/** One's own presence: the page's events go to the rules, what they show is rendered. */

import {
  nextPresence,
  type Presence,
  type PresenceEvent,
  type PresenceLook,
  type PresenceState,
  presenceLook,
} from "@focus-squad/core";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";

/** What {@link usePresence} returns. */
export interface PresenceWatch
  extends PresenceLook,
    Pick<Presence, "isVisible" | "isTyping" | "isSpeaking"> {
  /** Tells that a sound was heard above the calibrated level, which is a signal. */
  readonly reportSound: () => void;
}

/** What {@link usePresence} may be told. */
export interface PresenceWatchOptions {
  /** Whether presence is watched; it is unless said otherwise. */
  readonly isEnabled?: boolean | undefined;
  /** Whether keys and the pointer may be watched. Without consent no listener for them exists. */
  readonly hasConsent?: boolean | undefined;
  /** Whether a picture-in-picture window is open, which is as good as seeing the page. */
  readonly isInPip?: boolean | undefined;
  /** Whether the microphone hears somebody speak. */
  readonly isSpeaking?: boolean | undefined;
  /** Called when the state is another one. */
  readonly onChange?: ((state: PresenceState, previous: PresenceState) => void) | undefined;
  /** Called when the others are to be told: of a change, and every 30 seconds. */
  readonly onTell?: ((presence: Presence, now: number) => void) | undefined;
}

/**
 * Whether somebody is there, rendered anew when what is shown changes, and at no other time. On a
 * server, and until the page is there, somebody is active and visible.
 */
export function usePresence(options: PresenceWatchOptions = {}): PresenceWatch {
  const { isEnabled = true, hasConsent = false, isInPip = false, isSpeaking = false } = options;
  const listeners = useRef(options);
  const watch = useMemo(() => createWatch(() => listeners.current), []);
  useEffect(() => {
    listeners.current = options;
  });
  useEffect(() => watch.attach(), [watch]);
  useEffect(() => watch.tell(isInPip ? "pip_opened" : "pip_closed"), [watch, isInPip]);
  useEffect(
    () => watch.tell(isSpeaking ? "speaking_started" : "speaking_stopped"),
    [watch, isSpeaking],
  );
  useEffect(() => (hasConsent ? watch.watchInput() : undefined), [watch, hasConsent]);
  useEffect(() => watch.tell(isEnabled ? "enabled" : "disabled"), [watch, isEnabled]);
  return useSyncExternalStore(watch.subscribe, watch.getState, watch.getInitialState);
}

/** The events of the DOM that the rules know as input. */
const INPUT = ["keydown", "mousedown", "mousemove", "touchstart"] as const;

type Listeners = Pick<PresenceWatchOptions, "onChange" | "onTell">;

function createWatch(listenersNow: () => Listeners) {
  const subscribers = new Set<() => void>();
  const initial = nextPresence(null, "tick", 0);
  let presence = initial;
  let timeout: ReturnType<typeof setTimeout> | undefined;
  let wakesAt = Number.POSITIVE_INFINITY;
  let isAttached = false;

  const reportSound = () => tell("sound");
  const initialState = shown(initial, reportSound);
  let state = initialState;

  function tell(event: PresenceEvent): void {
    const now = Date.now();
    const before = presence;
    presence = nextPresence(before, event, now);
    const { hasChanged } = presence;
    const { onChange, onTell } = listenersNow();
    const told = presence.isDue && onTell !== undefined ? presence : undefined;
    // First, so that a listener that throws is not told the same again and again.
    if (told !== undefined) presence = nextPresence(presence, "told", now);
    wake(now);
    if (hasChanged) {
      state = shown(presence, reportSound);
      for (const subscriber of [...subscribers]) subscriber();
    }
    if (presence.state !== before.state) onChange?.(presence.state, before.state);
    if (told !== undefined) onTell?.(told, now);
  }

  /** Sets the timer. One that goes off too early looks again, so signals need not move it. */
  function wake(now: number): void {
    const at = isAttached ? (presence.nextChangeAt ?? undefined) : undefined;
    if (at !== undefined && wakesAt <= at && wakesAt > now) return;
    clearTimeout(timeout);
    wakesAt = at ?? Number.POSITIVE_INFINITY;
    if (at !== undefined) timeout = setTimeout(tell, Math.ceil(at - now), "tick");
  }

  const look = () => tell(document.visibilityState === "hidden" ? "hidden" : "visible");
  const hear = ({ type }: Event) => tell(type as PresenceEvent);

  return {
    tell,
    getState: () => state,
    getInitialState: () => initialState,
    subscribe(subscriber: () => void) {
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    /** Watches the page until it is called back. */
    attach() {
      isAttached = true;
      document.addEventListener("visibilitychange", look);
      look();
      return () => {
        isAttached = false;
        document.removeEventListener("visibilitychange", look);
        // Nobody is told any more; mounted again, it begins again.
        presence = nextPresence(presence, "disabled", Date.now());
        wake(Date.now());
      };
    },
    /** Watches input until it is called back. */
    watchInput() {
      tell("consent_given");
      for (const type of INPUT) document.addEventListener(type, hear, { passive: true });
      return () => {
        for (const type of INPUT) document.removeEventListener(type, hear);
        tell("consent_revoked");
      };
    },
  };
}

function shown(presence: Presence, reportSound: () => void): PresenceWatch {
  const { isVisible, isTyping, isSpeaking } = presence;
  return { ...presenceLook(presence), isVisible, isTyping, isSpeaking, reportSound };
}
