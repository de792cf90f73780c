/**
 * Watches the pictures of all members, and has still ones recover: by a key
 * frame, then by another connection. That is bounded, since a picture may stand
 * still for a reason that no connection changes.
 *
 * @module
 */
import { retainKeys } from "../retain_keys.ts";
import {
  type PictureCounters,
  PictureWatchdog,
} from "../peer/picture_watchdog.ts";
import {
  readNumber,
  StatsReport,
  type StatsSnapshot,
} from "../peer/stats_report.ts";

/** Videos that are watched. */
export type WatchedVideo = "video" | "screen";

/** Dependencies of {@linkcode PictureMonitor}. */
export interface PictureMonitorOptions {
  /** Frames that the page has painted of a video; null while it shows none. */
  readonly paintedFrames: (peerId: string, role: WatchedVideo) => number | null;
  readonly requestKeyFrame: (peerId: string) => void;
  /** False while the connection cannot be replaced. */
  readonly replaceConnection: (peerId: string) => boolean;
}

/** Replacements for one member before its pictures have moved for a while. */
export const MAX_REPLACEMENTS = 3;
/** Wait after the first replacement; it doubles with each. */
export const REPLACEMENT_WAIT_MS = 20_000;
/** Time without a replacement after which they are forgotten. */
export const FORGET_REPLACEMENTS_MS = 300_000;

const ROLES: readonly WatchedVideo[] = ["video", "screen"];

interface WatchedMember {
  connectionId: string;
  watchdogs: Record<WatchedVideo, PictureWatchdog>;
  replacements: number;
  replacedAtMs: number;
}

/** Monitor of one call. */
export class PictureMonitor {
  readonly #options: PictureMonitorOptions;
  readonly #members = new Map<string, WatchedMember>();

  constructor(options: PictureMonitorOptions) {
    this.#options = options;
  }

  /** Applies a report on the connection to a member. */
  addReading(peerId: string, snapshot: StatsSnapshot): void {
    const member = this.#memberOf(peerId, snapshot.connectionId);
    const report = new StatsReport(snapshot.values);
    for (const role of ROLES) {
      const mid = snapshot.mids[role];
      if (mid === undefined) continue;
      const counters = readPictureCounters(
        report,
        mid,
        this.#options.paintedFrames(peerId, role),
      );
      const action = member.watchdogs[role].update(counters, snapshot.atMs);
      if (action === "request-key-frame") {
        this.#options.requestKeyFrame(peerId);
      } else if (action === "replace-connection") {
        return this.#replace(peerId, member, snapshot.atMs);
      }
    }
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    retainKeys(this.#members, ids);
  }

  #memberOf(peerId: string, connectionId: string): WatchedMember {
    const known = this.#members.get(peerId);
    if (known?.connectionId === connectionId) return known;
    const member = {
      connectionId,
      watchdogs: {
        video: new PictureWatchdog(),
        screen: new PictureWatchdog(),
      },
      replacements: known?.replacements ?? 0,
      replacedAtMs: known?.replacedAtMs ?? -Infinity,
    };
    this.#members.set(peerId, member);
    return member;
  }

  #replace(peerId: string, member: WatchedMember, nowMs: number): void {
    const sinceMs = nowMs - member.replacedAtMs;
    if (sinceMs >= FORGET_REPLACEMENTS_MS) member.replacements = 0;
    const { replacements } = member;
    const waitMs = REPLACEMENT_WAIT_MS * 2 ** (replacements - 1);
    if (replacements >= MAX_REPLACEMENTS) return;
    if (replacements > 0 && sinceMs < waitMs) return;
    if (!this.#options.replaceConnection(peerId)) return;
    member.replacements++;
    member.replacedAtMs = nowMs;
  }
}

function readPictureCounters(
  report: StatsReport,
  mid: string,
  paintedFrames: number | null,
): PictureCounters {
  const stream = report.rtpStream("inbound-rtp", "video", mid);
  return {
    frames: readNumber(stream, "framesReceived"),
    packets: readNumber(stream, "packetsReceived"),
    decodedFrames: readNumber(stream, "framesDecoded"),
    paintedFrames,
  };
}
