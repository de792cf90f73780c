import { assertEquals } from "@std/assert";
import {
  type CallState,
  INITIAL_CALL_STATE,
} from "../../../../../client/engine/call/call_state.ts";
import { ConnectionReporter } from "../../../../../client/engine/call/connection_reporter.ts";
import { makeRemoteMember } from "../../../../../client/engine/call/remote_member.ts";
import { readMemberProfile } from "../../../../../client/engine/call/member_profile.ts";
import type { CandidatePairInfo } from "../../../../../client/engine/quality/candidate_pair.ts";
import {
  NO_QUALITY,
  type QualityState,
} from "../../../../../client/engine/quality/quality_state.ts";
import { Store } from "../../../../../client/engine/store.ts";
import type { ConnectionReport } from "../../../../../signaling/protocol.ts";

const DIRECT: CandidatePairInfo = {
  localType: "host",
  remoteType: "prflx",
  protocol: "udp",
  relayProtocol: null,
};

/** A received track, which is muted until its first packet. */
class ReceivedTrack extends EventTarget {
  muted = true;

  startMedia(): void {
    this.muted = false;
    this.dispatchEvent(new Event("unmute"));
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

function createVisit() {
  const store = new Store<CallState>({
    ...INITIAL_CALL_STATE,
    phase: "joining",
  });
  const quality = new Store<QualityState>(NO_QUALITY);
  const reports: ConnectionReport[] = [];
  let nowMs = 1_000;
  new ConnectionReporter({
    store,
    quality,
    nowMs: () => nowMs,
    joinedAtMs: 1_000,
    send: (report) => reports.push(report),
  });
  const enter = async (...ids: string[]) => {
    store.set({ phase: "joined" });
    store.set({
      remoteMembers: ids.map((id) =>
        makeRemoteMember(id, readMemberProfile({}))
      ),
    });
    await settle();
  };
  const addTrack = async (id: string) => {
    const track = new ReceivedTrack();
    const audio = { getTracks: () => [track] } as unknown as MediaStream;
    store.set({
      remoteMembers: store.get().remoteMembers.map((member) =>
        member.id === id ? { ...member, audio } : member
      ),
    });
    await settle();
    return track;
  };
  const measure = async (
    paths: Readonly<Record<string, CandidatePairInfo | null>>,
  ) => {
    quality.set({
      members: new Map(
        Object.entries(paths).map(([id, candidatePair]) => [id, {
          assessment: null,
          faultSide: null,
          candidatePair,
          samples: [],
        }]),
      ),
    });
    await settle();
  };
  const at = (ms: number) => (nowMs = ms);
  return { store, reports, enter, addTrack, measure, at };
}

Deno.test("ConnectionReporter reports each member of the room once, with the time to its media", async () => {
  const { reports, enter, addTrack, measure, at } = createVisit();
  await enter("a", "b");
  const track = await addTrack("a");
  at(1_420.4);
  track.startMedia();
  at(3_000);
  await measure({ a: null, b: null });
  assertEquals(reports, []);
  const relayed = { ...DIRECT, localType: "relay", relayProtocol: "tls" };
  await measure({ a: DIRECT, b: relayed });
  await measure({ a: relayed, b: DIRECT });
  assertEquals(reports, [
    { route: "direct", transport: "udp", mediaMs: 420 },
    { route: "relayed", transport: "tls", mediaMs: null },
  ]);
});

Deno.test("ConnectionReporter leaves later newcomers to their own pages", async () => {
  const { store, reports, enter, measure } = createVisit();
  await enter("a");
  const later = makeRemoteMember("later", readMemberProfile({}));
  store.set({ remoteMembers: [...store.get().remoteMembers, later] });
  await settle();
  await measure({ later: DIRECT });
  assertEquals(reports, []);
  await measure({ a: DIRECT, later: DIRECT });
  assertEquals(reports.length, 1);
});

Deno.test("ConnectionReporter names no time after someone had to admit the person", async () => {
  const { store, reports, enter, addTrack, measure } = createVisit();
  store.set({ phase: "knocking" });
  await settle();
  await enter("a");
  (await addTrack("a")).startMedia();
  await measure({ a: { ...DIRECT, remoteType: "relay" } });
  assertEquals(reports, [
    { route: "relayed", transport: "udp", mediaMs: null },
  ]);
});

Deno.test("ConnectionReporter ends with the visit", async () => {
  const { store, reports, enter, measure } = createVisit();
  await enter("a");
  store.set({ phase: "left" });
  await settle();
  await measure({ a: DIRECT });
  assertEquals(reports, []);
});

Deno.test("ConnectionReporter reports no path that the browser does not describe", async () => {
  const { reports, enter, measure } = createVisit();
  await enter("a");
  await measure({ a: { ...DIRECT, protocol: null } });
  assertEquals(reports, []);
});
