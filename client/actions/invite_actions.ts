/**
 * Actions about the link of the room, and the roster for the lobby.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallState } from "../engine/call/call_state.ts";
import { systemClock } from "../engine/clock.ts";
import { RoomRosterPoller } from "../engine/call/room_roster_poller.ts";
import type { Store } from "../engine/store.ts";
import type { InviteActions } from "../view/context/invite_actions.ts";

/** Actions about the link of the room. */
export function createInviteActions(call: Call): InviteActions {
  return {
    copyLink: () => void copyLink(call),
    copyLinkSilently,
    shareLink: "share" in navigator ? () => void shareLink() : null,
  };
}

async function copyLink(call: Call): Promise<void> {
  call.notices.post(
    await copyLinkSilently() ? "link-copied" : "link-not-copied",
  );
}

async function copyLinkSilently(): Promise<boolean> {
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
    // The person closed the dialog.
  }
}

/** Polls the roster of the room while the lobby is open. */
export function watchRoomRoster(room: string, store: Store<CallState>): void {
  const poller = new RoomRosterPoller({
    clock: systemClock,
    room,
    isVisible: () => document.visibilityState === "visible",
    fetchJson: async (path) => {
      const response = await fetch(path, { cache: "no-store" });
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      return await response.json();
    },
    onNames: (names) => store.set({ roomRoster: names }),
  });
  poller.start();
  const pollNow = () => poller.pollNow();
  document.addEventListener("visibilitychange", pollNow);
  const unsubscribe = store.subscribe(({ phase }) => {
    if (phase === "lobby" || phase === "joining") return;
    poller.stop();
    unsubscribe();
    document.removeEventListener("visibilitychange", pollNow);
  });
}
