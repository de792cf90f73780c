import { assertEquals } from "@std/assert";
import {
  type CallState,
  INITIAL_CALL_STATE,
  type RemoteMember,
} from "../../../../../client/engine/call/call_state.ts";
import type { PeerStatus } from "../../../../../client/engine/peer/remote_peer.ts";
import {
  announceChanges,
  MAX_SPOKEN_LENGTH,
} from "../../../../../client/view/notices/announcements.ts";

const IN_CALL: CallState = { ...INITIAL_CALL_STATE, phase: "joined" };

function member(
  status: PeerStatus["kind"],
  sharing = false,
): RemoteMember {
  return {
    id: "a",
    info: { name: "Ada", muted: false, cameraOff: false, sharing },
    status: status === "failed"
      ? { kind: status, reason: "no-path" }
      : status === "connected"
      ? { kind: status, route: null }
      : { kind: status },
    audio: null,
    video: null,
    screen: null,
    screenAudio: null,
  };
}

function said(before: CallState, part: Partial<CallState>): string[] {
  return announceChanges(before, { ...before, ...part })
    .map(({ key, name, text }) => [key, name, text].filter(Boolean).join(" "));
}

Deno.test("A notice is spoken when it comes, not again, and not when it goes", () => {
  const notices = [{ id: 1, kind: "joined", name: "Ada" }] as const;
  assertEquals(said(IN_CALL, { notices }), ["joined Ada"]);
  const shown: CallState = { ...IN_CALL, notices };
  assertEquals(said(shown, { unread: 1 }), []);
  assertEquals(said(shown, { notices: [] }), []);
});

Deno.test("Who knocks is spoken once, by name", () => {
  const knocks = [{ id: "k", name: "Cho" }];
  const room = { ...IN_CALL.room, knocks };
  assertEquals(said(IN_CALL, { room }), ["knocks Cho"]);
  const shown: CallState = { ...IN_CALL, room };
  assertEquals(said(shown, { room: { ...room, isLocked: true } }), []);
});

Deno.test("Being muted is spoken, but not at each end of a held key", () => {
  const self = { ...IN_CALL.self, muted: !IN_CALL.self.muted };
  assertEquals(said(IN_CALL, { self }).length, 1);
  const pushToTalk = { isEnabled: true, isHeld: true };
  const devices = { ...IN_CALL.devices, pushToTalk };
  assertEquals(said({ ...IN_CALL, devices }, { self }), []);
});

Deno.test("A new device is spoken with its name, and one without as such", () => {
  const offer = (label: string) => ({
    devices: {
      ...IN_CALL.devices,
      offer: { label, ids: { microphone: "m" } },
    },
  });
  assertEquals(said(IN_CALL, offer("Headset")), ["newDevice Headset"]);
  assertEquals(said(IN_CALL, offer("")), ["newDeviceNoName"]);
});

Deno.test("A chat message of another is spoken with its author, and shortened", () => {
  const line = { id: "1", from: "a", text: "Hello", atMs: 0, name: "Ada" };
  assertEquals(said(IN_CALL, { chat: [line] }), ["chatFrom Ada Hello"]);
  assertEquals(said(IN_CALL, { chat: [{ ...line, from: null }] }), []);
  const long = { ...line, text: "가".repeat(MAX_SPOKEN_LENGTH + 1) };
  const [spoken] = announceChanges(IN_CALL, { ...IN_CALL, chat: [long] });
  assertEquals(spoken?.text, "가".repeat(MAX_SPOKEN_LENGTH) + "…");
});

Deno.test.each(
  [
    { from: "connecting", to: "connected", want: [] },
    { from: "connected", to: "reconnecting", want: ["saidReconnecting Ada"] },
    { from: "reconnecting", to: "connected", want: ["saidBack Ada"] },
    { from: "reconnecting", to: "failed", want: ["saidFailed Ada"] },
    { from: "failed", to: "connecting", want: [] },
    { from: "failed", to: "connected", want: ["saidBack Ada"] },
    { from: "connected", to: "connected", want: [] },
  ] as const,
)("From $from to $to is spoken as $want", ({ from, to, want }) => {
  const before = { ...IN_CALL, remoteMembers: [member(from)] };
  assertEquals(said(before, { remoteMembers: [member(to)] }), [...want]);
});

Deno.test("Someone who shares a screen and stops is spoken, a newcomer who already does too", () => {
  const quiet = { ...IN_CALL, remoteMembers: [member("connected")] };
  const sharing = { remoteMembers: [member("connected", true)] };
  assertEquals(said(quiet, sharing), ["saidSharing Ada"]);
  assertEquals(said({ ...quiet, ...sharing }, quiet), ["saidNotSharing Ada"]);
  assertEquals(said(IN_CALL, sharing), ["saidSharing Ada"]);
});

Deno.test("What one does oneself is spoken in the call, not in the lobby", () => {
  const self = { name: "", muted: false, cameraOff: false, sharing: false };
  assertEquals(said(IN_CALL, { self }), ["saidUnmuted", "saidCameraOn"]);
  const loud = { ...IN_CALL, self };
  assertEquals(said(loud, { self: { ...self, muted: true } }), ["saidMuted"]);
  assertEquals(said(loud, { self: { ...self, cameraOff: true } }), [
    "saidCameraOff",
  ]);
  const screen = { ...IN_CALL.screen, isSharing: true };
  assertEquals(said(loud, { screen }), ["saidOwnSharing"]);
  assertEquals(said({ ...loud, screen }, { screen: IN_CALL.screen }), [
    "saidOwnNotSharing",
  ]);
  assertEquals(said(INITIAL_CALL_STATE, { self }), []);
});
