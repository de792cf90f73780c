/**
 * The checks of the network: signaling, STUN and the transports to the relay,
 * in a room of their own.
 *
 * @module
 */
import type { IceServerConfig } from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import type {
  SignalingTransport,
  SignalingTransportEvents,
} from "../signaling/signaling_client.ts";
import { readIceServerList } from "../signaling/server_message_schema.ts";
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

/** Browser functions of the network checks. */
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

/** Runs the network checks and reports each result. */
export class NetworkCheck {
  readonly #platform: NetworkCheckPlatform;
  readonly #onResult: (name: CheckName, result: CheckResult) => void;
  #isUdpOpen = false;

  constructor(
    platform: NetworkCheckPlatform,
    onResult: (name: CheckName, result: CheckResult) => void,
  ) {
    this.#platform = platform;
    this.#onResult = onResult;
  }

  /** Takes two seats, measures, and leaves. */
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
      // Where a policy disables WebRTC, the constructor throws.
      await this.#checkTransports(servers, other instanceof CheckSeat)
        .catch(() => this.#failAll("no-webrtc"));
    }
    for (const joined of [seat, other]) {
      if (joined instanceof CheckSeat) joined.leave();
    }
  }

  #joinRoom(room: string): ReturnType<typeof CheckSeat.join> {
    const { clock, openSocket } = this.#platform;
    const open = (events: SignalingTransportEvents) =>
      openSocket(room, null, events);
    return CheckSeat.join({ clock, open });
  }

  /** ICE servers for both ends without a seat; null when the server does not answer. */
  async #fetchIceServers(): Promise<IceServerPair | null> {
    const fetchIceServers = async (): Promise<readonly IceServerConfig[]> => {
      const response = await this.#platform.fetchPath("/ice");
      if (!response.ok) throw new Error("/ice answered with an error");
      return readIceServerList(await response.json())?.iceServers ?? [];
    };
    try {
      return [await fetchIceServers(), await fetchIceServers()];
    } catch {
      return null;
    }
  }

  #failAll(code: "no-webrtc" | "unreachable"): void {
    for (const name of ["stun", ...RELAY_TRANSPORTS] as const) {
      this.#onResult(name, makeResult(code));
    }
  }

  /** Opens all transports at once, and measures one after the other. */
  async #checkTransports(
    servers: IceServerPair,
    hasSeats: boolean,
  ): Promise<void> {
    const { clock, makePc } = this.#platform;
    for (const name of ["stun", ...RELAY_TRANSPORTS] as const) {
      this.#onResult(name, { state: "running" });
    }
    const stun = checkStun({ urls: selectStunUrls(servers[0]), clock, makePc });
    const attempts = RELAY_TRANSPORTS.map((name) =>
      openRelayTransport(name, { servers, clock, makePc })
    );
    for (const [i, name] of RELAY_TRANSPORTS.entries()) {
      const attempt = await attempts[i];
      if (!attempt) continue;
      const result = await measureTransport(attempt, clock);
      const refined = await this.#refineResult(name, result, hasSeats);
      if (name === "udp") this.#isUdpOpen = getResultCode(refined) === "ok";
      this.#onResult(name, refined);
    }
    this.#onResult("stun", this.#refineStunResult(await stun, servers[0]));
  }

  /** Corrects the result of a transport by what the other checks found. */
  async #refineResult(
    name: RelayTransport,
    result: CheckResult,
    hasSeats: boolean,
  ): Promise<CheckResult> {
    const code = getResultCode(result);
    // Without a seat the relay does not forward to private addresses: only that
    // it was reached is known.
    if (code === "no-path" && !hasSeats) return makeResult("ok");
    const isCertificate = code === "no-answer" && name === "tls" &&
      await hasLocalCa(this.#platform.fetchPath);
    return isCertificate ? makeResult("certificate") : result;
  }

  /**
   * Without a NAT, a browser does not report whether STUN answered. The relay
   * serves STUN too: when it answers over UDP on the same port, so does STUN.
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
