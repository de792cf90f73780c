/**
 * The half of the connection check that is about the network: signaling, STUN
 * and the ways to the relay, in a room of its own.
 *
 * @module
 */
import type { IceServerConfig } from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import type {
  SignalingTransport,
  SignalingTransportEvents,
} from "../signaling/signaling_client.ts";
import { asRecord, readIceConfig } from "../signaling/decode_server_message.ts";
import {
  type IceServerPair,
  isStunOnRelayPort,
  measureTransport,
  openRelayTransport,
  selectStunUrls,
} from "./relay_check.ts";
import {
  type CheckName,
  type CheckResult,
  getResultCode,
  makeResult,
  RELAY_TRANSPORTS,
  type RelayTransport,
} from "./check_result.ts";
import { CheckSeat } from "./check_seat.ts";
import {
  checkSignaling,
  type FetchPath,
  hasLocalCa,
} from "./signaling_check.ts";
import { checkStun } from "./stun_check.ts";

/** What the network's half takes from the browser. */
export interface NetworkCheckPlatform {
  readonly clock: Clock;
  readonly makeId: () => string;
  readonly fetchPath: FetchPath;
  readonly hasWebRtc: boolean;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly openSocket: (
    room: string,
    resume: null,
    events: SignalingTransportEvents,
  ) => SignalingTransport;
}

/** Checks the network, and tells each finding as it comes. */
export class NetworkCheck {
  readonly #platform: NetworkCheckPlatform;
  readonly #onResult: (name: CheckName, result: CheckResult) => void;
  #isUdpOpen = false;

  constructor(
    platform: NetworkCheckPlatform,
    keep: (name: CheckName, result: CheckResult) => void,
  ) {
    this.#platform = platform;
    this.#onResult = keep;
  }

  /** Takes two seats, measures, and gives them back. */
  async run(): Promise<void> {
    this.#onResult("signaling", { state: "running" });
    const room = `check-${this.#platform.makeId()}`;
    const seat = await this.#joinRoom(room);
    this.#onResult(
      "signaling",
      await checkSignaling(seat, this.#platform.fetchPath),
    );
    const other = seat instanceof CheckSeat ? await this.#joinRoom(room) : null;
    const servers = seat instanceof CheckSeat && other instanceof CheckSeat
      ? [seat.iceServers, other.iceServers] as const
      : await this.#fetchIceServers();
    if (!this.#platform.hasWebRtc) this.#failAll("no-webrtc");
    else if (servers === null) this.#failAll("unreachable");
    else {
      // Where a policy turns WebRTC off, making a connection throws.
      await this.#checkTransports(servers, other instanceof CheckSeat)
        .catch(() => this.#failAll("no-webrtc"));
    }
    for (const taken of [seat, other]) {
      if (taken instanceof CheckSeat) taken.leave();
    }
  }

  #joinRoom(room: string): ReturnType<typeof CheckSeat.join> {
    const { clock, openSocket } = this.#platform;
    const open = (events: SignalingTransportEvents) =>
      openSocket(room, null, events);
    return CheckSeat.join({ clock, open });
  }

  /** Credentials for both ends that need no seat; null when the server is away. */
  async #fetchIceServers(): Promise<IceServerPair | null> {
    const ask = async (): Promise<readonly IceServerConfig[]> => {
      const answer = await this.#platform.fetchPath("/ice");
      if (!answer.ok) throw new Error("No ICE servers were given");
      return readIceConfig(asRecord(await answer.json()) ?? {}).iceServers;
    };
    try {
      return [await ask(), await ask()];
    } catch {
      return null;
    }
  }

  #failAll(code: "no-webrtc" | "unreachable"): void {
    for (const name of ["stun", ...RELAY_TRANSPORTS] as const) {
      this.#onResult(name, makeResult(code));
    }
  }

  /** All ways are opened at once, and measured one after the other. */
  async #checkTransports(
    servers: IceServerPair,
    hasSeats: boolean,
  ): Promise<void> {
    const { clock, makePc } = this.#platform;
    for (const name of ["stun", ...RELAY_TRANSPORTS] as const) {
      this.#onResult(name, { state: "running" });
    }
    const stun = checkStun({ urls: selectStunUrls(servers[0]), clock, makePc });
    const ways = RELAY_TRANSPORTS.map((name) =>
      openRelayTransport(name, { servers, clock, makePc })
    );
    for (const [i, name] of RELAY_TRANSPORTS.entries()) {
      const opened = await ways[i];
      if (!opened) continue;
      const result = await measureTransport(opened, clock);
      const refined = await this.#refineResult(name, result, hasSeats);
      if (name === "udp") this.#isUdpOpen = getResultCode(refined) === "ok";
      this.#onResult(name, refined);
    }
    this.#onResult("stun", this.#refineStunResult(await stun, servers[0]));
  }

  /** What a way's finding means in the light of what else is known. */
  async #refineResult(
    name: RelayTransport,
    result: CheckResult,
    hasSeats: boolean,
  ): Promise<CheckResult> {
    const code = getResultCode(result);
    // Without a seat the relay passes nothing on to private addresses: that
    // it was reached is all that can be told.
    if (code === "no-path" && !hasSeats) return makeResult("ok");
    const isCertificate = code === "no-answer" && name === "tls" &&
      await hasLocalCa(this.#platform.fetchPath);
    return isCertificate ? makeResult("certificate") : result;
  }

  /**
   * Where no address translator stands between, a browser does not tell
   * whether STUN answered. The relay speaks STUN too: when it answers over UDP
   * on the same port, so much is known.
   */
  #refineStunResult(
    result: CheckResult,
    servers: readonly IceServerConfig[],
  ): CheckResult {
    const isKnown = getResultCode(result) === "no-answer" && this.#isUdpOpen &&
      isStunOnRelayPort(servers);
    return isKnown ? makeResult("ok") : result;
  }
}
