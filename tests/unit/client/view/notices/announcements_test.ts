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
import { PUBLIC_LINE } from "../../fixtures/chat_line.ts";

const IN_CALL: CallState = { ...INITIAL_CALL_STATE, phase: "joined" };

function member(
  status: PeerStatus["kind"],
  sharing = false,
): RemoteMember {
  return {
    id: "a",
    info: {
      name: "Ada",
      muted: false,
      cameraOff: false,
      cameraInterrupted: false,
      sharing,
      annotatable: true,
      annotatableBy: [],
      videoCodecs: [],
      recording: false,
    },
    status: status === "failed"
      ? { kind: status, reason: "no-path" }
      : status === "connected"
      ? { kind: status, route: null }
      : { kind: status },
    standing: "allowed",
    hasVideoFormat: true,
    audio: null,
    video: null,
    screen: null,
    screenAudio: null,
  };
}

function announcementsOf(
  before: CallState,
  part: Partial<CallState>,
): string[] {
  return announceChanges(before, { ...before, ...part })
    .map(({ key, name, text }) => [key, name, text].filter(Boolean).join(" "));
}

Deno.test("announceChanges() announces a notice once, when it appears", () => {
  const notices = [{ id: 1, kind: "joined", name: "Ada" }] as const;
  assertEquals(announcementsOf(IN_CALL, { notices }), ["joined Ada"]);
  const unchanged: CallState = { ...IN_CALL, notices };
  assertEquals(announcementsOf(unchanged, { unread: 1 }), []);
  assertEquals(announcementsOf(unchanged, { notices: [] }), []);
});

Deno.test("announceChanges() announces a request to enter once, by name", () => {
  const knocks = [{ id: "k", name: "Cho" }];
  const room = { ...IN_CALL.room, knocks };
  assertEquals(announcementsOf(IN_CALL, { room }), ["knocks Cho"]);
  const unchanged: CallState = { ...IN_CALL, room };
  assertEquals(
    announcementsOf(unchanged, { room: { ...room, isLocked: true } }),
    [],
  );
});

Deno.test("announceChanges() announces mute, except with push to talk", () => {
  const self = { ...IN_CALL.self, muted: !IN_CALL.self.muted };
  assertEquals(announcementsOf(IN_CALL, { self }).length, 1);
  const pushToTalk = { isEnabled: true, isHeld: true };
  const devices = { ...IN_CALL.devices, pushToTalk };
  assertEquals(announcementsOf({ ...IN_CALL, devices }, { self }), []);
});

Deno.test("announceChanges() announces a new device, with its name if it has one", () => {
  const offer = (label: string) => ({
    devices: {
      ...IN_CALL.devices,
      offer: { label, ids: { microphone: "m" } },
    },
  });
  assertEquals(announcementsOf(IN_CALL, offer("Headset")), [
    "newDevice Headset",
  ]);
  assertEquals(announcementsOf(IN_CALL, offer("")), ["newDeviceNoName"]);
});

Deno.test("announceChanges() announces a remote chat message with its author, truncated", () => {
  const line = {
    ...PUBLIC_LINE,
    id: "1",
    from: "a",
    text: "Hello",
    atMs: 0,
    name: "Ada",
  };
  assertEquals(announcementsOf(IN_CALL, { chat: [line] }), [
    "chatFrom Ada Hello",
  ]);
  assertEquals(
    announcementsOf(IN_CALL, { chat: [{ ...line, from: null }] }),
    [],
  );
  assertEquals(
    announcementsOf(IN_CALL, { chat: [{ ...line, privateWith: "a" }] }),
    ["chatFromPrivately Ada Hello"],
  );
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
)("announceChanges() from $from to $to: $want", ({ from, to, want }) => {
  const before = { ...IN_CALL, remoteMembers: [member(from)] };
  assertEquals(announcementsOf(before, { remoteMembers: [member(to)] }), [
    ...want,
  ]);
});

Deno.test("announceChanges() announces start and end of a screen share, also of a newcomer", () => {
  const notSharing = { ...IN_CALL, remoteMembers: [member("connected")] };
  const sharing = { remoteMembers: [member("connected", true)] };
  assertEquals(announcementsOf(notSharing, sharing), ["saidSharing Ada"]);
  assertEquals(announcementsOf({ ...notSharing, ...sharing }, notSharing), [
    "saidNotSharing Ada",
  ]);
  assertEquals(announcementsOf(IN_CALL, sharing), ["saidSharing Ada"]);
});

Deno.test("announceChanges() announces that we may draw on a screen or no longer, and a member that begins to draw", () => {
  const before = {
    ...IN_CALL,
    remoteMembers: [member("connected", true)],
  };
  const kinds = ["drawing-allowed", "drawing-ended"] as const;
  const notices = kinds.map((kind, id) => ({ id, kind, name: "Ada" }));
  assertEquals(announcementsOf(before, { notices }), [
    "drawingAllowed Ada",
    "drawingEnded Ada",
  ]);
  const annotation = { ...before.annotation, annotators: ["a"] };
  const drawing = { ...before, annotation };
  assertEquals(announcementsOf(before, { annotation }), [
    "saidAnnotating Ada",
  ]);
  assertEquals(announcementsOf(drawing, { unread: 1 }), []);
});

Deno.test("announceChanges() announces own changes in the call, not in the lobby", () => {
  const self = {
    name: "",
    muted: false,
    cameraOff: false,
    cameraInterrupted: false,
    sharing: false,
    annotatable: false,
    annotatableBy: [],
    videoCodecs: [],
    recording: false,
  };
  assertEquals(announcementsOf(IN_CALL, { self }), [
    "saidUnmuted",
    "saidCameraOn",
  ]);
  const unmuted = { ...IN_CALL, self };
  assertEquals(announcementsOf(unmuted, { self: { ...self, muted: true } }), [
    "saidMuted",
  ]);
  assertEquals(
    announcementsOf(unmuted, { self: { ...self, cameraOff: true } }),
    [
      "saidCameraOff",
    ],
  );
  const screen = { ...IN_CALL.screen, isSharing: true };
  assertEquals(announcementsOf(unmuted, { screen }), ["saidOwnSharing"]);
  assertEquals(
    announcementsOf({ ...unmuted, screen }, { screen: IN_CALL.screen }),
    [
      "saidOwnNotSharing",
    ],
  );
  assertEquals(announcementsOf(INITIAL_CALL_STATE, { self }), []);
});
