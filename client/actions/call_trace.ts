/**
 * Records the connections of a call for "Under the hood", and saves what was
 * recorded. A file of its own, loaded after the page.
 *
 * @module
 */
import type { Clock } from "../engine/clock.ts";
import { asRecord, parseJson } from "../engine/json.ts";
import {
  ConnectionTrace,
  type TraceContent,
} from "../engine/trace/connection_trace.ts";
import { hideSecrets } from "../engine/trace/message_text.ts";
import { readAttribute } from "../engine/trace/sdp_lines.ts";
import { buildTraceReport } from "../engine/trace/trace_report.ts";
import { watchConnection } from "../engine/trace/watch_connection.ts";
import type {
  ConnectionTap,
  TappedConnection,
} from "../platform/connection_tap.ts";
import { downloadBlob } from "../platform/save/download_file.ts";
import type { Store } from "../engine/store.ts";
import type { CallTraceAccess } from "../view/context/trace_actions.ts";
import { getMaruVersion } from "../view/ui/version.ts";

const PAIR_INTERVAL_MS = 1_000;
/** Time after which messages are read: a join has no time for it. */
const READ_AFTER_MS = 500;
/** Longest part of a message that is kept. */
const KEPT_LENGTH = 1_500;
/** Before the id of a member whose connection is not known yet. */
const UNKNOWN = "@";
/** Ends of connections that are kept to find their members. */
const MAX_CONNECTIONS = 60;
/** Connections whose members are known: more than the events have. */
const MAX_MEMBERS = 600;

interface UnreadMessage {
  readonly direction: "in" | "out";
  readonly text: string;
  readonly atMs: number;
}

interface WatchedConnection {
  readonly pc: RTCPeerConnection;
  readonly name: string;
  readonly read: () => Promise<void>;
}

/** Starts recording. */
export function startCallTrace(tap: ConnectionTap, clock: Clock): CallTrace {
  const trace = new CallTrace(clock);
  tap.start((made) => trace.watch(made));
  return trace;
}

/** The recorder of a call. */
export class CallTrace implements CallTraceAccess {
  readonly #clock: Clock;
  readonly #trace: ConnectionTrace;
  readonly #watched: WatchedConnection[] = [];
  /** Members by the name of their connection. */
  readonly #members = new Map<string, string>();
  #unread: UnreadMessage[] = [];
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#trace = new ConnectionTrace(
      clock.nowMs,
      (publish) => clock.after(READ_AFTER_MS, publish),
    );
  }

  /** Recorded events. */
  get store(): Store<TraceContent> {
    return this.#trace.store;
  }

  /** Listens to a connection or a socket. */
  watch(made: TappedConnection): void {
    if (made instanceof WebSocket) this.#watchSocket(made);
    else this.#watchPc(made);
  }

  /** Member at the other end; null while unknown. */
  memberOf(connection: string): string | null {
    return connection.startsWith(UNKNOWN)
      ? connection.slice(UNKNOWN.length)
      : this.#members.get(connection) ?? null;
  }

  /** Reads the candidate pairs of all connections now. */
  refresh(): void {
    for (const { read } of this.#watched) read().catch(() => {});
  }

  /** Downloads a report. */
  saveReport(keepsAddresses: boolean): void {
    const report = buildTraceReport(this.#trace.store.get(), {
      keepsAddresses,
      memberOf: (connection) => this.memberOf(connection),
      version: getMaruVersion(),
      userAgent: navigator.userAgent,
    });
    const text = JSON.stringify(report, null, 1);
    const file = new Blob([text], { type: "application/json" });
    downloadBlob(file, "maru-connections.json");
  }

  #watchPc(pc: RTCPeerConnection): void {
    const name = `#${++this.#count}`;
    const read = watchConnection({
      pc,
      trace: this.#trace,
      name: () => name,
      clock: this.#clock,
      intervalMs: PAIR_INTERVAL_MS,
    });
    this.#forgetClosed();
    this.#watched.push({ pc, name, read });
  }

  #setMember(connection: string, id: string): void {
    this.#members.set(connection, id);
    const [oldest] = this.#members.keys();
    if (oldest && this.#members.size > MAX_MEMBERS) {
      this.#members.delete(oldest);
    }
  }

  #forgetClosed(): void {
    const open = this.#watched.filter(({ pc }) =>
      pc.signalingState !== "closed"
    );
    this.#watched.splice(0, Infinity, ...open.slice(-MAX_CONNECTIONS));
  }

  #watchSocket(socket: WebSocket): void {
    const state = (value: string) =>
      this.#trace.add("", { kind: "state", name: "socket", value });
    socket.addEventListener("open", () => state("open"));
    socket.addEventListener("close", ({ code }) => state(`closed ${code}`));
    socket.addEventListener("message", ({ data }) => {
      if (typeof data !== "string") return;
      this.#keepMessage("in", data);
    });
    socket.send = (data) => {
      // Looked up for each message, for others who replace it too.
      WebSocket.prototype.send.call(socket, data);
      if (typeof data === "string") this.#keepMessage("out", data);
    };
  }

  #keepMessage(direction: "in" | "out", text: string): void {
    if (this.#unread.length === 0) {
      this.#clock.after(READ_AFTER_MS, () => this.#readMessages());
    }
    const atMs = this.#trace.elapsedMs();
    this.#unread.push({ direction, text, atMs });
  }

  #readMessages(): void {
    const unread = this.#unread;
    this.#unread = [];
    for (const { direction, text, atMs } of unread) {
      for (const line of text.split("\n")) {
        this.#addMessage(direction, line, atMs);
      }
    }
  }

  #addMessage(direction: "in" | "out", text: string, atMs: number): void {
    const message = asRecord(parseJson(text));
    if (!message || typeof message.event !== "string") return;
    const { event } = message;
    // They come every few seconds, and say nothing.
    if (event === "ping" || event === "pong") return;
    const other = direction === "in" ? message.from : message.to;
    const peer = typeof other === "string" ? other : null;
    const data = asRecord(message.data);
    const connection = this.#findConnection(direction, peer, data);
    this.#trace.add(connection, {
      kind: "message",
      direction,
      event,
      peer,
      length: text.length,
      text: hideSecrets(text).slice(0, KEPT_LENGTH),
    }, atMs);
    const line = asRecord(data?.candidate)?.candidate;
    if (direction === "in" && event === "candidate") {
      this.#trace.add(connection, {
        kind: "candidate",
        side: "remote",
        line: typeof line === "string" ? line : "",
      }, atMs);
    }
  }

  /** A sent description tells which connection is that of a member. */
  #findConnection(
    direction: "in" | "out",
    peer: string | null,
    data: ReturnType<typeof asRecord>,
  ): string {
    if (peer === null) return "";
    const sdp = asRecord(data?.description)?.sdp;
    if (direction === "out" && typeof sdp === "string") {
      const ufrag = readAttribute(sdp, "ice-ufrag");
      const found = this.#watched.find(({ pc }) =>
        ufrag !== null &&
        readAttribute(pc.localDescription?.sdp ?? "", "ice-ufrag") === ufrag
      );
      if (found) this.#setMember(found.name, peer);
    }
    const names = [...this.#members].filter(([, id]) => id === peer);
    return names.at(-1)?.[0] ?? UNKNOWN + peer;
  }
}
