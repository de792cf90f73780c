/**
 * The half of the connection check that is about the network: signaling, STUN
 * and the ways to the relay, in a room of its own.
 *
 * @module
 */
import type { IceServer } from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import type { Socket, SocketEvents } from "../signaling/signaling_link.ts";
import { fieldsOf, readIceConfig } from "../signaling/decode_server_message.ts";
import {
  type EndServers,
  isStunAtRelay,
  judgeTransport,
  openTransport,
  stunUrls,
} from "./relay_check.ts";
import {
  type CheckName,
  type CheckResult,
  codeOf,
  done,
  type RelayTransport,
  TRANSPORTS,
} from "./check_result.ts";
import { Seat } from "./check_seat.ts";
import {
  type Ask,
  checkSignaling,
  hasOwnAuthority,
} from "./signaling_check.ts";
import { checkStun } from "./stun_check.ts";

/** What the network's half takes from the browser. */
export interface NetworkPlatform {
  readonly clock: Clock;
  readonly makeId: () => string;
  readonly ask: Ask;
  readonly hasWebRtc: boolean;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly openSocket: (
    room: string,
    resume: null,
    events: SocketEvents,
  ) => Socket;
}

/** Checks the network, and tells each finding as it comes. */
export class NetworkCheck {
  readonly #platform: NetworkPlatform;
  readonly #keep: (name: CheckName, result: CheckResult) => void;
  #isUdpOpen = false;

  constructor(
    platform: NetworkPlatform,
    keep: (name: CheckName, result: CheckResult) => void,
  ) {
    this.#platform = platform;
    this.#keep = keep;
  }

  /** Takes two seats, measures, and gives them back. */
  async run(): Promise<void> {
    this.#keep("signaling", { state: "running" });
    const room = `check-${this.#platform.makeId()}`;
    const seat = await this.#takeSeat(room);
    this.#keep("signaling", await checkSignaling(seat, this.#platform.ask));
    const other = seat instanceof Seat ? await this.#takeSeat(room) : null;
    const servers = seat instanceof Seat && other instanceof Seat
      ? [seat.iceServers, other.iceServers] as const
      : await this.#askServers();
    if (!this.#platform.hasWebRtc) this.#allNetwork("no-webrtc");
    else if (servers === null) this.#allNetwork("unreachable");
    else {
      // Where a policy turns WebRTC off, making a connection throws.
      await this.#checkWays(servers, other instanceof Seat)
        .catch(() => this.#allNetwork("no-webrtc"));
    }
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
      this.#keep(name, done(code));
    }
  }

  /** All ways are opened at once, and measured one after the other. */
  async #checkWays(servers: EndServers, hasSeats: boolean): Promise<void> {
    const { clock, makePc } = this.#platform;
    for (const name of ["stun", ...TRANSPORTS] as const) {
      this.#keep(name, { state: "running" });
    }
    const stun = checkStun({ urls: stunUrls(servers[0]), clock, makePc });
    const ways = TRANSPORTS.map((name) =>
      openTransport(name, { servers, clock, makePc })
    );
    for (const [i, name] of TRANSPORTS.entries()) {
      const opened = await ways[i];
      if (!opened) continue;
      const result = await judgeTransport(opened, clock);
      const refined = await this.#refine(name, result, hasSeats);
      if (name === "udp") this.#isUdpOpen = codeOf(refined) === "ok";
      this.#keep(name, refined);
    }
    this.#keep("stun", this.#refineStun(await stun, servers[0]));
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
    const isKnown = codeOf(result) === "no-answer" && this.#isUdpOpen &&
      isStunAtRelay(servers);
    return isKnown ? done("ok") : result;
  }
}
