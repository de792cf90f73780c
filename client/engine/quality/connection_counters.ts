/**
 * Counters of a connection at one moment, from `getStats()`. Two of them make
 * a sample (`connection_sample.ts`).
 *
 * @module
 */
import {
  readNumber,
  readString,
  type StatsEntry,
  StatsReport,
  type StatsSnapshot,
} from "../peer/stats_report.ts";

/** Counters and current values of a video stream. */
export interface VideoCounters {
  readonly frames: number | null;
  readonly framesPerSecond: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Total seconds of encoding or decoding. */
  readonly codingSeconds: number | null;
  readonly codec: string | null;
}

/** Packets of a stream that arrived and that were lost. */
export interface PacketCounters {
  readonly received: number | null;
  readonly lost: number | null;
}

/** All values that are read from a report. */
export interface ConnectionCounters {
  readonly connectionId: string;
  readonly atMs: number;
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly audioIn: PacketCounters;
  readonly videoIn: PacketCounters;
  readonly jitterSeconds: number | null;
  readonly cameraIn: VideoCounters;
  readonly cameraOut: VideoCounters;
  readonly freezes: number | null;
  /** Frames of the other camera that arrived whole. */
  readonly framesReceived: number | null;
  /** Share of our packets that the other side lost recently, 0 to 1. */
  readonly lossOut: number | null;
  readonly rttSeconds: number | null;
  readonly availableBps: number | null;
  /** Bitrate that the encoder of the camera is given. */
  readonly targetBps: number | null;
  /** Time without a packet of any kind on the pair in use. */
  readonly silentMs: number | null;
  readonly limitationReason: string | null;
}

/** Reads a report. */
export function readCounters(snapshot: StatsSnapshot): ConnectionCounters {
  const { connectionId, atMs, mids } = snapshot;
  const report = new StatsReport(snapshot.values);
  const audioIn = report.rtpStream("inbound-rtp", "audio", mids.audio);
  const videoIn = report.rtpStream("inbound-rtp", "video", mids.video);
  const audioOut = report.rtpStream("outbound-rtp", "audio", mids.audio);
  const videoOut = report.rtpStream("outbound-rtp", "video", mids.video);
  const pair = report.selectedCandidatePair();
  const remoteInbound = findRemoteInbound(report, audioOut) ??
    findRemoteInbound(report, videoOut);
  return {
    connectionId,
    atMs,
    bytesIn: sumBytes(report.entriesOfType("inbound-rtp"), "Received"),
    bytesOut: sumBytes(report.entriesOfType("outbound-rtp"), "Sent"),
    audioIn: readPackets(audioIn),
    videoIn: readPackets(videoIn),
    jitterSeconds: readNumber(audioIn ?? videoIn, "jitter"),
    cameraIn: readVideo(report, videoIn, "framesDecoded", "totalDecodeTime"),
    cameraOut: readVideo(report, videoOut, "framesEncoded", "totalEncodeTime"),
    freezes: readNumber(videoIn, "freezeCount"),
    framesReceived: readNumber(videoIn, "framesReceived"),
    lossOut: readNumber(remoteInbound, "fractionLost"),
    // ICE checks come every 2.5 s, RTCP of audio every 5 s.
    rttSeconds: readNumber(pair, "currentRoundTripTime") ??
      readNumber(remoteInbound, "roundTripTime"),
    availableBps: readNumber(pair, "availableOutgoingBitrate"),
    targetBps: readNumber(videoOut, "targetBitrate"),
    silentMs: readSilentMs(pair),
    limitationReason: readString(videoOut, "qualityLimitationReason"),
  };
}

/** Age from which on an RTCP report is ignored; they are sent every 5 s. */
const REMOTE_REPORT_STALE_MS = 15_000;

/** Recent report of the other side on one of our streams, or null. */
function findRemoteInbound(
  report: StatsReport,
  sent: StatsEntry | null,
): StatsEntry | null {
  if (!sent || !readNumber(sent, "packetsSent")) return null;
  const remote = report.entryById(sent.remoteId) ??
    report.entriesOfType("remote-inbound-rtp").find((entry) =>
      entry.ssrc === sent.ssrc
    ) ?? null;
  const ageMs = (readNumber(sent, "timestamp") ?? 0) -
    (readNumber(remote, "timestamp") ?? 0);
  return ageMs > REMOTE_REPORT_STALE_MS ? null : remote;
}

/** RTCP alone arrives several times a second on a path that works. */
function readSilentMs(pair: StatsEntry | null): number | null {
  const receivedAtMs = readNumber(pair, "lastPacketReceivedTimestamp");
  const nowMs = readNumber(pair, "timestamp");
  return receivedAtMs && nowMs ? Math.max(0, nowMs - receivedAtMs) : null;
}

function sumBytes(
  streams: readonly StatsEntry[],
  suffix: "Received" | "Sent",
): number | null {
  if (streams.length === 0) return null;
  return streams.reduce(
    (sum, entry) =>
      sum + (readNumber(entry, `bytes${suffix}`) ?? 0) +
      (readNumber(entry, `headerBytes${suffix}`) ?? 0),
    0,
  );
}

function readPackets(entry: StatsEntry | null): PacketCounters {
  return {
    received: readNumber(entry, "packetsReceived"),
    lost: readNumber(entry, "packetsLost"),
  };
}

function readVideo(
  report: StatsReport,
  entry: StatsEntry | null,
  frames: string,
  time: string,
): VideoCounters {
  const type = readString(report.entryById(entry?.codecId), "mimeType");
  return {
    frames: readNumber(entry, frames),
    framesPerSecond: readNumber(entry, "framesPerSecond"),
    width: readNumber(entry, "frameWidth") || null,
    height: readNumber(entry, "frameHeight") || null,
    codingSeconds: readNumber(entry, time),
    codec: type?.split("/")[1] ?? null,
  };
}
