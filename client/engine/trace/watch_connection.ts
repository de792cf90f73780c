/**
 * Adds the events of an `RTCPeerConnection` to a trace. It only listens: the
 * connection works the same with and without it.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { listStatsEntries } from "../peer/stats_report.ts";
import type { ConnectionTrace } from "./connection_trace.ts";
import { PairReader } from "./pair_reader.ts";
import type { TraceItem } from "./trace_event.ts";

/** Readings while a path is looked for. */
export const MAX_READS = 20;
/** Readings once connected, for the pair in use and the first frame. */
export const CONNECTED_READS = 4;

/** Dependencies of {@linkcode watchConnection}. */
export interface WatchOptions {
  readonly pc: RTCPeerConnection;
  readonly trace: ConnectionTrace;
  /** Name of the connection in the trace, which may be found later. */
  readonly name: () => string;
  readonly clock: Pick<Clock, "after">;
  /** Interval of reading the statistics, which costs some CPU. */
  readonly intervalMs: number;
}

/** Watches a connection until it is closed; the result reads its pairs now. */
export function watchConnection(
  options: WatchOptions,
): () => Promise<void> {
  const { pc, trace, name } = options;
  const add = (item: TraceItem) => trace.add(name(), item);
  const pairs = new PairReader();
  const read = async () => {
    if (pc.signalingState === "closed") return [];
    return pairs.read(listStatsEntries(await pc.getStats()));
  };
  const poll = createPoll(options, async () => {
    for (const item of await read()) add(item);
  });
  watchStates(pc, add, poll);
  watchDescriptions(pc, add);
  pc.addEventListener("icecandidate", ({ candidate }) =>
    add({
      kind: "candidate",
      side: "local",
      line: candidate?.candidate ?? "",
    }));
  pc.addEventListener(
    "icecandidateerror",
    ({ url, errorCode }) =>
      add({ kind: "candidate-error", url: url ?? "", code: errorCode ?? 0 }),
  );
  pc.addEventListener("track", ({ track }) => {
    const media = track.kind === "video" ? "video" : "audio";
    const addFirst = () => {
      add({ kind: "media", media, what: "first-packet" });
      poll();
    };
    if (track.muted) track.addEventListener("unmute", addFirst, { once: true });
    else addFirst();
  });
  return async () => {
    // A frame was the first one at another time than now.
    for (const item of await read()) if (item.kind === "pair") add(item);
  };
}

type AddItem = (item: TraceItem) => void;

/** Reads repeatedly after each call, a limited number of times. */
function createPoll(
  { pc, clock, intervalMs }: WatchOptions,
  read: () => Promise<void>,
): () => void {
  let left = 0;
  let isRunning = false;
  const readNext = () => {
    isRunning = left > 0 && pc.signalingState !== "closed";
    if (!isRunning) return;
    left--;
    clock.after(intervalMs, () => void read().then(readNext, readNext));
  };
  return () => {
    left = pc.connectionState === "connected" ? CONNECTED_READS : MAX_READS;
    if (!isRunning) readNext();
  };
}

function watchStates(
  pc: RTCPeerConnection,
  add: AddItem,
  poll: () => void,
): void {
  const transports = new WeakSet<RTCDtlsTransport>();
  const watchDtls = () => {
    const all = [
      pc.sctp?.transport,
      ...pc.getTransceivers().map(({ sender }) => sender.transport),
    ];
    for (const transport of all) {
      if (!transport || transports.has(transport)) continue;
      transports.add(transport);
      const report = () =>
        add({ kind: "state", name: "dtls", value: transport.state });
      transport.addEventListener("statechange", report);
      if (transport.state !== "new") report();
    }
  };
  pc.addEventListener("signalingstatechange", () => {
    add({ kind: "state", name: "signaling", value: pc.signalingState });
    watchDtls();
  });
  pc.addEventListener(
    "icegatheringstatechange",
    () =>
      add({ kind: "state", name: "gathering", value: pc.iceGatheringState }),
  );
  pc.addEventListener("iceconnectionstatechange", () => {
    add({ kind: "state", name: "ice", value: pc.iceConnectionState });
    poll();
  });
  pc.addEventListener(
    "connectionstatechange",
    () => {
      add({ kind: "state", name: "connection", value: pc.connectionState });
      poll();
    },
  );
}

/** The state before tells which description was set (W3C webrtc-pc §4.3.1). */
function watchDescriptions(pc: RTCPeerConnection, add: AddItem): void {
  let before = pc.signalingState;
  pc.addEventListener("signalingstatechange", () => {
    const state = pc.signalingState;
    const side = state === "have-local-offer" ||
        (state === "stable" && before === "have-remote-offer")
      ? "local"
      : "remote";
    before = state;
    const description = side === "local"
      ? pc.localDescription
      : pc.remoteDescription;
    if (state === "closed" || !description) return;
    const { type, sdp } = description;
    add({ kind: "description", side, type, sdp });
  });
}
