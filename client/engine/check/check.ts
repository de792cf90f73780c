/**
 * The connection check: runs its parts in order and keeps what they found.
 * What each of them does is in its own file.
 *
 * @module
 */
import type { IceServer } from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import type { MediaDevicesLike } from "../local_media.ts";
import type { Socket, SocketEvents } from "../signaling_link.ts";
import type { Store } from "../store.ts";
import { fieldsOf, readIceConfig } from "../wire.ts";
import { openDevice } from "./device.ts";
import {
  type EndServers,
  isStunAtRelay,
  judgeTransport,
  openTransport,
  stunUrls,
} from "./relay.ts";
import {
  type CheckName,
  type CheckResult,
  codeOf,
  done,
  NO_RESULTS,
  type RelayTransport,
  type Results,
  TRANSPORTS,
} from "./result.ts";
import { Seat } from "./seat.ts";
import { type Ask, checkSignaling, hasOwnAuthority } from "./signaling.ts";
import {
  type Listener,
  meterOf,
  RECORD_MS,
  SILENT_LEVEL,
  type Sound,
} from "./sound.ts";
import { checkStun } from "./stun.ts";

/** What the check takes from the browser. */
export interface CheckPlatform {
  readonly clock: Clock;
  readonly makeId: () => string;
  readonly devices: MediaDevicesLike | undefined;
  readonly sound: Sound;
  readonly ask: Ask;
  readonly hasWebRtc: boolean;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly openSocket: (
    room: string,
    resume: null,
    events: SocketEvents,
  ) => Socket;
}

/** What the views show of a check. */
export interface CheckState {
  readonly phase: "idle" | "running" | "done";
  readonly results: Results;
  /** The camera's picture, while it is on. */
  readonly preview: MediaStream | null;
  /** Loudness of the microphone for its meter, 0..1. */
  readonly level: number;
  readonly isListening: boolean;
  readonly recording: "none" | "recording" | "playing";
  /** The tone: asked for, sounding, or over and not yet answered for. */
  readonly tone: "none" | "playing" | "asked";
}

/** State before the person starts. */
export const NO_CHECK: CheckState = {
  phase: "idle",
  results: NO_RESULTS,
  preview: null,
  level: 0,
  isListening: false,
  recording: "none",
  tone: "none",
};

/** How often the meter moves. */
const METER_MS = 80;

/** One visit to the page of the check. */
export class ConnectionCheck {
  readonly #store: Store<CheckState>;
  readonly #platform: CheckPlatform;
  #streams: MediaStream[] = [];
  #microphone: MediaStream | null = null;
  #listener: Listener | null = null;
  #peak = 0;
  #cancelMeter = () => {};

  constructor(store: Store<CheckState>, platform: CheckPlatform) {
    this.#store = store;
    this.#platform = platform;
  }

  /** Checks all that needs no answer of the person; again after the first time. */
  async run(): Promise<void> {
    if (this.#store.get().phase === "running") return;
    this.release();
    this.#store.set({ ...NO_CHECK, phase: "running" });
    await Promise.all([this.#checkDevices(), this.#checkNetwork()]);
    this.#store.set({ phase: "done" });
  }

  /** Lets go of camera and microphone. */
  release(): void {
    this.#cancelMeter();
    this.#listener?.stop();
    this.#listener = null;
    this.#microphone = null;
    for (const track of this.#streams.flatMap((s) => s.getTracks())) {
      track.stop();
    }
    this.#streams = [];
    this.#store.set({ preview: null, level: 0, isListening: false });
  }

  /** Records the microphone for three seconds and plays that. */
  async record(): Promise<void> {
    const { sound } = this.#platform;
    const stream = this.#microphone;
    if (!stream || this.#store.get().recording !== "none") return;
    this.#peak = 0;
    this.#store.set({ recording: "recording" });
    try {
      const recording = await sound.record(stream, RECORD_MS);
      const isSilent = this.#peak < SILENT_LEVEL;
      this.#found("microphone", done(isSilent ? "silent" : "ok"));
      this.#store.set({ recording: "playing" });
      if (!isSilent && !await sound.play(recording)) {
        this.#found("speaker", done("blocked"));
      }
    } catch {
      this.#found("microphone", done("busy"));
    } finally {
      this.#store.set({ recording: "none" });
    }
  }

  /** Plays a tone, after which the person says whether it was heard. */
  async playTone(): Promise<void> {
    if (this.#store.get().tone === "playing") return;
    this.#store.set({ tone: "playing" });
    this.#found("speaker", { state: "running" });
    const isPlayed = await this.#platform.sound.tone().catch(() => false);
    this.#store.set({ tone: isPlayed ? "asked" : "none" });
    this.#found("speaker", isPlayed ? { state: "waiting" } : done("blocked"));
  }

  /** The person's answer to the tone. */
  answerTone(isHeard: boolean): void {
    this.#store.set({ tone: "none" });
    this.#found("speaker", done(isHeard ? "ok" : "unheard"));
  }

  #found(name: CheckName, result: CheckResult): void {
    const { results } = this.#store.get();
    this.#store.set({ results: { ...results, [name]: result } });
  }

  async #checkDevices(): Promise<void> {
    for (const kind of ["camera", "microphone"] as const) {
      this.#found(kind, { state: "running" });
      const { devices } = this.#platform;
      const { result, stream } = await openDevice(kind, devices);
      if (stream) this.#take(kind, stream);
      this.#found(kind, result);
    }
  }

  #take(kind: "camera" | "microphone", stream: MediaStream): void {
    this.#streams.push(stream);
    if (kind === "camera") return this.#store.set({ preview: stream });
    this.#microphone = stream;
    this.#listener = this.#platform.sound.listen(stream);
    this.#store.set({ isListening: true });
    this.#meter();
  }

  #meter(): void {
    const level = this.#listener?.level() ?? 0;
    this.#peak = Math.max(this.#peak, level);
    this.#store.set({ level: meterOf(level) });
    this.#cancelMeter = this.#platform.clock.after(
      METER_MS,
      () => this.#meter(),
    );
  }

  async #checkNetwork(): Promise<void> {
    this.#found("signaling", { state: "running" });
    const room = `check-${this.#platform.makeId()}`;
    const seat = await this.#takeSeat(room);
    this.#found("signaling", await checkSignaling(seat, this.#platform.ask));
    const other = seat instanceof Seat ? await this.#takeSeat(room) : null;
    const servers = seat instanceof Seat && other instanceof Seat
      ? [seat.iceServers, other.iceServers] as const
      : await this.#askServers();
    if (!this.#platform.hasWebRtc) this.#allNetwork("no-webrtc");
    else if (servers === null) this.#allNetwork("unreachable");
    else await this.#checkWays(servers, other instanceof Seat);
    for (const taken of [seat, other]) {
      if (taken instanceof Seat) taken.leave();
    }
  }

  #takeSeat(room: string): ReturnType<typeof Seat.take> {
    const { clock, openSocket } = this.#platform;
    const open = (events: SocketEvents) => openSocket(room, null, events);
    return Seat.take({ clock, open });
  }

  /** Credentials for both ends that need no seat; null when the server is away. */
  async #askServers(): Promise<EndServers | null> {
    const ask = async (): Promise<readonly IceServer[]> => {
      const answer = await this.#platform.ask("/ice");
      if (!answer.ok) throw new Error("No ICE servers were given");
      return readIceConfig(fieldsOf(await answer.json()) ?? {}).iceServers;
    };
    try {
      return [await ask(), await ask()];
    } catch {
      return null;
    }
  }

  #allNetwork(code: "no-webrtc" | "unreachable"): void {
    for (const name of ["stun", ...TRANSPORTS] as const) {
      this.#found(name, done(code));
    }
  }

  /** All ways are opened at once, and measured one after the other. */
  async #checkWays(servers: EndServers, hasSeats: boolean): Promise<void> {
    const { clock, makePc } = this.#platform;
    for (const name of ["stun", ...TRANSPORTS] as const) {
      this.#found(name, { state: "running" });
    }
    const stun = checkStun({ urls: stunUrls(servers[0]), clock, makePc });
    const ways = TRANSPORTS.map((name) =>
      openTransport(name, { servers, clock, makePc })
    );
    for (const [i, name] of TRANSPORTS.entries()) {
      const opened = await ways[i];
      if (!opened) continue;
      const result = await judgeTransport(opened, clock);
      this.#found(name, await this.#refine(name, result, hasSeats));
    }
    this.#found("stun", this.#refineStun(await stun, servers[0]));
  }

  /** What a way's finding means in the light of what else is known. */
  async #refine(
    name: RelayTransport,
    result: CheckResult,
    hasSeats: boolean,
  ): Promise<CheckResult> {
    const code = codeOf(result);
    // Without a seat the relay passes nothing on to private addresses: that
    // it was reached is all that can be told.
    if (code === "no-path" && !hasSeats) return done("ok");
    const isCertificate = code === "no-answer" && name === "tls" &&
      await hasOwnAuthority(this.#platform.ask);
    return isCertificate ? done("certificate") : result;
  }

  /**
   * Where no address translator stands between, a browser does not tell
   * whether STUN answered. The relay speaks STUN too: when it answers over UDP
   * on the same port, so much is known.
   */
  #refineStun(result: CheckResult, servers: readonly IceServer[]): CheckResult {
    const { udp } = this.#store.get().results;
    const isKnown = codeOf(result) === "no-answer" && codeOf(udp) === "ok" &&
      isStunAtRelay(servers);
    return isKnown ? done("ok") : result;
  }
}
