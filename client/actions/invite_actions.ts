/**
 * Brings the link of the room to others, and the names of who is inside to
 * the lobby.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallState } from "../engine/call/call_state.ts";
import { systemClock } from "../engine/clock.ts";
import { Inside } from "../engine/call/room_roster_poller.ts";
import type { Store } from "../engine/store.ts";
import type { InviteActions } from "../view/context/invite_actions.ts";

/** The actions about the link of the room. */
export function inviteActions(call: Call): InviteActions {
  return {
    copyLink: () => void copyLink(call),
    putLink,
    shareLink: "share" in navigator ? () => void shareLink() : null,
  };
}

async function copyLink(call: Call): Promise<void> {
  call.notices.post(await putLink() ? "link-copied" : "link-not-copied");
}

async function putLink(): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(location.href);
    return true;
  } catch {
    return false;
  }
}

async function shareLink(): Promise<void> {
  try {
    await navigator.share({ title: document.title, url: location.href });
  } catch {
    // The person closed the sheet, and knows it.
  }
}

/** Asks who is inside for as long as the lobby is open. */
export function watchInside(room: string, store: Store<CallState>): void {
  const inside = new Inside({
    clock: systemClock,
    room,
    isVisible: () => document.visibilityState === "visible",
    ask: async (path) => {
      const response = await fetch(path, { cache: "no-store" });
      if (!response.ok) throw new Error(`Answered ${response.status}`);
      return await response.json();
    },
    onNames: (names) => store.set({ inside: names }),
  });
  inside.start();
  const wake = () => inside.wake();
  document.addEventListener("visibilitychange", wake);
  const unsubscribe = store.subscribe(({ phase }) => {
    if (phase === "lobby" || phase === "joining") return;
    inside.stop();
    unsubscribe();
    document.removeEventListener("visibilitychange", wake);
  });
}
