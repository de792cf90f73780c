/**
 * Reports to the server how the connections of a newcomer were made: route,
 * transport and time to the first media, without addresses. Only the newcomer
 * reports, so each connection counts once.
 *
 * @module
 */
import type { ConnectionReport } from "../../../signaling/protocol.ts";
import type { CandidatePairInfo } from "../quality/candidate_pair.ts";
import type { QualityState } from "../quality/quality_state.ts";
import type { Store } from "../store.ts";
import type { CallState } from "./call_state.ts";
import type { RemoteMember } from "./remote_member.ts";

/** Dependencies of {@linkcode ConnectionReporter}. */
export interface ConnectionReporterOptions {
  readonly store: Store<CallState>;
  readonly quality: Store<QualityState>;
  readonly nowMs: () => number;
  /** When the person pressed Join. */
  readonly joinedAtMs: number;
  readonly send: (report: ConnectionReport) => void;
}

/** Reports of one visit; ends with it, or when all are sent. */
export class ConnectionReporter {
  readonly #options: ConnectionReporterOptions;
  readonly #unsubscribe: readonly (() => void)[];
  /** Members of the room when we entered, without those that are reported. */
  #expected: Set<string> | null = null;
  /** Time from Join to the first media, by member. */
  readonly #mediaMs = new Map<string, number>();
  readonly #watched = new WeakSet<MediaStreamTrack>();
  /** Someone had to admit us, so the time says nothing about connections. */
  #hasKnocked = false;

  constructor(options: ConnectionReporterOptions) {
    this.#options = options;
    this.#unsubscribe = [
      options.store.subscribe((state) => this.#onState(state)),
      options.quality.subscribe((quality) => this.#onQuality(quality)),
    ];
    this.#onState(options.store.get());
  }

  #onState({ phase, remoteMembers }: CallState): void {
    if (phase === "knocking") this.#hasKnocked = true;
    else if (phase === "joined") {
      // The roster follows the phase within the same turn.
      if (this.#expected === null) queueMicrotask(() => this.#readRoster());
      for (const member of remoteMembers) this.#watchMedia(member);
    } else if (phase !== "joining") this.#stop();
  }

  #readRoster(): void {
    const { remoteMembers } = this.#options.store.get();
    this.#expected ??= new Set(remoteMembers.map(({ id }) => id));
    if (this.#expected.size === 0) this.#stop();
  }

  #watchMedia({ id, audio, video }: RemoteMember): void {
    for (const stream of [audio, video]) {
      for (const track of stream?.getTracks() ?? []) {
        if (this.#watched.has(track)) continue;
        this.#watched.add(track);
        // A received track is muted until its first packet.
        if (!track.muted) this.#noteMedia(id);
        const onUnmute = () => this.#noteMedia(id);
        track.addEventListener("unmute", onUnmute, { once: true });
      }
    }
  }

  #noteMedia(id: string): void {
    if (this.#mediaMs.has(id)) return;
    const { nowMs, joinedAtMs } = this.#options;
    this.#mediaMs.set(id, Math.round(nowMs() - joinedAtMs));
  }

  #onQuality({ members }: QualityState): void {
    for (const id of this.#expected ?? []) {
      const kind = readKind(members.get(id)?.candidatePair ?? null);
      if (kind === null) continue;
      const mediaMs = this.#hasKnocked ? null : this.#mediaMs.get(id) ?? null;
      this.#options.send({ ...kind, mediaMs });
      this.#expected?.delete(id);
    }
    if (this.#expected?.size === 0) this.#stop();
  }

  #stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }
}

/** Route and transport of a path; null where the browser does not report them. */
function readKind(
  path: CandidatePairInfo | null,
): Pick<ConnectionReport, "route" | "transport"> | null {
  if (path === null) return null;
  const { localType, remoteType, protocol, relayProtocol } = path;
  const isRelayed = localType === "relay" || remoteType === "relay";
  const transport = localType === "relay"
    ? relayProtocol ?? protocol
    : protocol;
  return transport === "udp" || transport === "tcp" || transport === "tls"
    ? { route: isRelayed ? "relayed" : "direct", transport }
    : null;
}
