/**
 * What a connection has counted so far, as `getStats()` tells it at one
 * moment. `sample.ts` makes figures per second of two of them.
 *
 * @module
 */
import { selectedPair } from "../peer/media_route.ts";
import {
  type Entry,
  type Mids,
  numberOf,
  Report,
  wordOf,
} from "./stats_report.ts";

/** A report and what is needed to read it. */
export interface Reading {
  /** Names the connection: a replaced one counts anew. */
  readonly connection: string;
  /** Clock of the call. */
  readonly atMs: number;
  readonly mids: Mids;
  readonly values: readonly unknown[];
}

/** The candidate pair in use; addresses are nobody's business. */
export interface Path {
  /** `host`, `srflx`, `prflx` or `relay`. */
  readonly localType: string | null;
  readonly remoteType: string | null;
  /** `udp` or `tcp`. */
  readonly protocol: string | null;
  /** How this browser reaches its relay: `udp`, `tcp` or `tls`. */
  readonly relayProtocol: string | null;
}

/** A video stream: counters, and the figures of the moment. */
export interface VideoCounters {
  readonly frames: number | null;
  readonly framesPerSecond: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Seconds that encoding or decoding took in all. */
  readonly codingSeconds: number | null;
  readonly codec: string | null;
}

/** Packets of a stream that came and that did not. */
export interface PacketCounters {
  readonly received: number | null;
  readonly lost: number | null;
}

/** All that is read of a report. */
export interface Counters {
  readonly connection: string;
  readonly atMs: number;
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly audioIn: PacketCounters;
  readonly videoIn: PacketCounters;
  readonly jitterSeconds: number | null;
  readonly cameraIn: VideoCounters;
  readonly cameraOut: VideoCounters;
  readonly freezes: number | null;
  /** Share of our packets that the other side missed of late, 0 to 1. */
  readonly lossOut: number | null;
  readonly rttSeconds: number | null;
  readonly availableBps: number | null;
  readonly limitation: string | null;
  readonly path: Path | null;
}

/** Reads a report. */
export function countersOf(reading: Reading): Counters {
  const { connection, atMs, mids } = reading;
  const report = new Report(reading.values);
  const audioIn = report.stream("inbound-rtp", "audio", mids.audio);
  const videoIn = report.stream("inbound-rtp", "video", mids.video);
  const audioOut = report.stream("outbound-rtp", "audio", mids.audio);
  const videoOut = report.stream("outbound-rtp", "video", mids.video);
  const pair = selectedPair(reading.values);
  const heard = remoteOf(report, audioOut) ?? remoteOf(report, videoOut);
  return {
    connection,
    atMs,
    bytesIn: bytesOf(report.ofType("inbound-rtp"), "Received"),
    bytesOut: bytesOf(report.ofType("outbound-rtp"), "Sent"),
    audioIn: packetsOf(audioIn),
    videoIn: packetsOf(videoIn),
    jitterSeconds: numberOf(audioIn ?? videoIn, "jitter"),
    cameraIn: videoOf(report, videoIn, "framesDecoded", "totalDecodeTime"),
    cameraOut: videoOf(report, videoOut, "framesEncoded", "totalEncodeTime"),
    freezes: numberOf(videoIn, "freezeCount"),
    lossOut: numberOf(heard, "fractionLost"),
    // What the media itself saw tells more than a check that is answered aside.
    rttSeconds: numberOf(heard, "roundTripTime") ??
      numberOf(pair ?? null, "currentRoundTripTime"),
    availableBps: numberOf(pair ?? null, "availableOutgoingBitrate"),
    limitation: wordOf(videoOut, "qualityLimitationReason"),
    path: pathOf(report, pair ?? null),
  };
}

/** A word of the other side that is older says nothing about now (RTCP: 5 s). */
const STALE_MS = 15_000;

/** How the other side receives one of our streams, if it has said so of late. */
function remoteOf(report: Report, sent: Entry | null): Entry | null {
  if (!sent || !numberOf(sent, "packetsSent")) return null;
  const heard = report.byId(sent.remoteId) ??
    report.ofType("remote-inbound-rtp").find((entry) =>
      entry.ssrc === sent.ssrc
    ) ?? null;
  const ageMs = (numberOf(sent, "timestamp") ?? 0) -
    (numberOf(heard, "timestamp") ?? 0);
  return ageMs > STALE_MS ? null : heard;
}

function bytesOf(
  streams: readonly Entry[],
  way: "Received" | "Sent",
): number | null {
  if (streams.length === 0) return null;
  return streams.reduce(
    (sum, entry) =>
      sum + (numberOf(entry, `bytes${way}`) ?? 0) +
      (numberOf(entry, `headerBytes${way}`) ?? 0),
    0,
  );
}

function packetsOf(entry: Entry | null): PacketCounters {
  return {
    received: numberOf(entry, "packetsReceived"),
    lost: numberOf(entry, "packetsLost"),
  };
}

function videoOf(
  report: Report,
  entry: Entry | null,
  frames: string,
  time: string,
): VideoCounters {
  const type = wordOf(report.byId(entry?.codecId), "mimeType");
  return {
    frames: numberOf(entry, frames),
    framesPerSecond: numberOf(entry, "framesPerSecond"),
    width: numberOf(entry, "frameWidth") || null,
    height: numberOf(entry, "frameHeight") || null,
    codingSeconds: numberOf(entry, time),
    codec: type?.split("/")[1] ?? null,
  };
}

function pathOf(report: Report, pair: Entry | null): Path | null {
  if (!pair) return null;
  const local = report.byId(pair.localCandidateId);
  const remote = report.byId(pair.remoteCandidateId);
  return {
    localType: wordOf(local, "candidateType"),
    remoteType: wordOf(remote, "candidateType"),
    protocol: wordOf(local, "protocol"),
    relayProtocol: wordOf(local, "relayProtocol"),
  };
}
