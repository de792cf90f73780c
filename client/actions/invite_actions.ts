/**
 * Actions about the link of the room, and the roster for the lobby.
 *
 * @module
 */
import { BASE_URL, serverUrl } from "../engine/base_url.ts";
import type { Call } from "../engine/call/call.ts";
import type { CallState } from "../engine/call/call_state.ts";
import { systemClock } from "../engine/clock.ts";
import { RoomRosterPoller } from "../engine/call/room_roster_poller.ts";
import { asRecord } from "../engine/json.ts";
import type { Store } from "../engine/store.ts";
import { copyText } from "../platform/copy_text.ts";
import {
  createInvitation,
  isLoopbackHost,
  type RoomSecrets,
} from "../room_link.ts";
import type { InviteActions } from "../view/context/invite_actions.ts";

/** Actions about the link of the room. */
export function createInviteActions(
  call: Call,
  store: Store<CallState>,
): Omit<InviteActions, "copyOwnLink"> {
  const copyLinkSilently = () => copyText(store.get().invitation.link);
  return {
    copyLink: async () => {
      const isCopied = await copyLinkSilently();
      call.notices.post(isCopied ? "link-copied" : "link-not-copied");
    },
    copyLinkSilently,
    shareLink: "share" in navigator
      ? () => void shareLink(store.get().invitation.link)
      : null,
  };
}

async function shareLink(url: string): Promise<void> {
  try {
    await navigator.share({ title: document.title, url });
  } catch {
    // The person closed the dialog.
  }
}

/** Keeps title and invitation up to date with the name of the room. */
export function watchInvitation(
  store: Store<CallState>,
  secrets: RoomSecrets,
): void {
  let addresses: readonly string[] | null = null;
  let shownName = "";
  const update = () => {
    const { roomName, invitation } = store.get();
    if (roomName !== shownName) document.title = `${roomName} · Maru`;
    shownName = roomName;
    const next = createInvitation({
      baseUrl: BASE_URL,
      roomName,
      secrets,
      addresses,
    });
    if (
      next.link !== invitation.link ||
      next.isLocalOnly !== invitation.isLocalOnly
    ) store.set({ invitation: next });
  };
  store.subscribe(update);
  update();
  if (!isLoopbackHost(location.hostname)) return;
  void fetchAddresses().then((found) => {
    addresses = found;
    update();
  });
}

/** Addresses of the server for other devices; empty when it names none. */
async function fetchAddresses(): Promise<readonly string[]> {
  try {
    const response = await fetch(serverUrl("/addresses"), {
      cache: "no-store",
    });
    const urls = response.ok ? asRecord(await response.json())?.urls : null;
    return Array.isArray(urls)
      ? urls.filter((url) => typeof url === "string")
      : [];
  } catch {
    return [];
  }
}

/** Polls the roster of the room while the lobby is open. */
export function watchRoomRoster(room: string, store: Store<CallState>): void {
  const poller = new RoomRosterPoller({
    clock: systemClock,
    room,
    isVisible: () => document.visibilityState === "visible",
    fetchJson: async (path) => {
      const response = await fetch(serverUrl(path), { cache: "no-store" });
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      return await response.json();
    },
    onRoster: ({ roomName, names }) =>
      store.set({ roomRoster: names, ...(roomName ? { roomName } : {}) }),
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
