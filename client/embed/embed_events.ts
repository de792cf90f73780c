/**
 * Events that the embedding page gets: what changed between two states of the
 * call.
 *
 * @module
 */
import type { CallState } from "../engine/call/call_state.ts";

/** The part of the state that events tell. */
export type EmbedState = Pick<
  CallState,
  | "phase"
  | "refusal"
  | "roomName"
  | "room"
  | "self"
  | "media"
  | "remoteMembers"
  | "notices"
>;

/** One event. */
export interface EmbedEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the embedding page may know of another member. */
function describeMember(
  { id, info }: EmbedState["remoteMembers"][number],
): EmbedEvent["data"] {
  return {
    id,
    name: info.name,
    microphone: !info.muted,
    camera: !info.cameraOff,
    screen: info.sharing,
  };
}

/** The whole state, for `ready` and `state`. */
export function describeCall(state: EmbedState): EmbedEvent["data"] {
  const { phase, roomName, room, self, media, remoteMembers } = state;
  return {
    phase,
    room: roomName,
    id: phase === "joined" ? room.selfId : null,
    name: self.name,
    microphone: media.microphone.isOn,
    camera: media.camera.isOn,
    screen: self.sharing,
    members: phase === "joined" ? remoteMembers.map(describeMember) : [],
  };
}

/** Events of a change, in the order in which they are sent. */
export function listEmbedEvents(
  before: EmbedState,
  after: EmbedState,
): readonly EmbedEvent[] {
  return [
    ...listMemberEvents(before, after),
    ...listPhaseEvents(before, after),
    ...listDeviceEvents(before, after),
    ...listFaults(before, after),
  ];
}

function listPhaseEvents(
  { phase: previous }: EmbedState,
  { phase, refusal, roomName, room, self }: EmbedState,
): EmbedEvent[] {
  if (phase === previous) return [];
  if (phase === "joined") {
    const data = { id: room.selfId, room: roomName, name: self.name };
    return [{ event: "joined", data }];
  }
  const left = previous === "joined" ? [{ event: "left", data: {} }] : [];
  if (phase === "knocking") return [...left, { event: "waiting", data: {} }];
  if (phase === "left" || phase === "refused") {
    const code = phase === "left" ? "left" : refusal ?? "other-tab";
    return [...left, { event: "ended", data: { code } }];
  }
  return left;
}

function listMemberEvents(before: EmbedState, after: EmbedState): EmbedEvent[] {
  const earlier = membersById(before);
  const now = membersById(after);
  const events: EmbedEvent[] = [];
  for (const [id, member] of now) {
    const data = describeMember(member);
    const old = earlier.get(id);
    if (!old) events.push({ event: "member-joined", data });
    else if (
      old.info !== member.info && hasChanged(describeMember(old), data)
    ) {
      events.push({ event: "member-changed", data });
    }
  }
  for (const [id, { info }] of earlier) {
    if (now.has(id)) continue;
    events.push({ event: "member-left", data: { id, name: info.name } });
  }
  return events;
}

function membersById(
  { phase, remoteMembers }: EmbedState,
): ReadonlyMap<string, EmbedState["remoteMembers"][number]> {
  const members = phase === "joined" ? remoteMembers : [];
  return new Map(members.map((member) => [member.id, member]));
}

function hasChanged(a: EmbedEvent["data"], b: EmbedEvent["data"]): boolean {
  return Object.keys(b).some((key) => a[key] !== b[key]);
}

function listDeviceEvents(before: EmbedState, after: EmbedState): EmbedEvent[] {
  const switches = (["microphone", "camera"] as const).flatMap((event) => {
    const { isOn } = after.media[event];
    return isOn === before.media[event].isOn
      ? []
      : [{ event, data: { on: isOn } }];
  });
  const { name, sharing } = after.self;
  return [
    ...switches,
    ...sharing === before.self.sharing
      ? []
      : [{ event: "screen", data: { on: sharing } }],
    ...name === before.self.name ? [] : [{ event: "name", data: { name } }],
  ];
}

/** Failures of commands that only the browser can decide. */
function listFaults(before: EmbedState, after: EmbedState): EmbedEvent[] {
  const known = new Set(before.notices.map(({ id }) => id));
  return after.notices
    .filter(({ id, kind }) => !known.has(id) && kind === "screen-failed")
    .map(() => ({
      event: "error",
      data: {
        code: "screen-failed",
        message: "The browser did not share a screen: it asks for a click " +
          "inside the frame, or for the permission display-capture",
      },
    }));
}
