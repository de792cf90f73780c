/**
 * A TurnServer with fake sockets, a manual clock and clients that exchange whole
 * messages with it, for tests by RFC section.
 *
 * @module
 */
import {
  addressFamilyOf,
  type TransportAddress,
} from "../../server/net/ip_address.ts";
import {
  formatSeatUser,
  mintCredential,
} from "../../ice/credentials/turn_credential.ts";
import { RelaySeatRegistry } from "../../ice/policy/seat_registry.ts";
import { parseCidrs } from "../../server/net/cidr.ts";
import type { PortRange } from "../../server/net/port_range.ts";
import {
  deriveLongTermKey,
  type IntegrityKind,
  type PasswordAlgorithm,
} from "../../ice/stun/integrity.ts";
import { decodeStunMessage, StunMessage } from "../../ice/stun/stun_message.ts";
import { ATTRIBUTE, CLASS, METHOD } from "../../ice/stun/iana_registry.ts";
import { StunMessageWriter } from "../../ice/stun/message_writer.ts";
import { decodeXorAddress } from "../../ice/stun/xor_address.ts";
import type {
  Allocation,
  ClientTransport,
  FiveTuple,
  RelaySocket,
} from "../../ice/turn/allocation/allocation.ts";
import { readErrorCode } from "../../ice/turn/client/turn_client.ts";
import type { RelayRefusal } from "../../ice/turn/allocation/relay_refusal.ts";
import type { DatagramReceiver } from "../../ice/turn/allocation/relayed_address_table.ts";
import {
  DEFAULT_TURN_LIMITS,
  type TurnLimits,
} from "../../ice/turn/server/turn_limits.ts";
import { TurnServer } from "../../ice/turn/server/turn_server.ts";
import { HEADROOM, TAILROOM } from "../../ice/turn/relay/packet_buffer.ts";
import {
  type CredentialStore,
  SharedSecretCredentialStore,
} from "../../ice/credentials/credential_store.ts";

export const WORLD_SECRET = "world";
export const REALM = "maru";
export const START_MS = 1_700_000_000_000;
export const SERVER_IPV4 = "198.51.100.1";
export const SERVER_IPV6 = "2001:db8::1";

/** Options of a world. */
export interface TurnWorldOptions {
  readonly limits?: Partial<TurnLimits>;
  readonly allow?: string[];
  readonly deny?: string[];
  readonly credentials?: CredentialStore;
  readonly ports?: PortRange;
  readonly families?: readonly ("ipv4" | "ipv6")[];
  readonly externalIpv4?: string;
}

/** A datagram sent from a relayed address. */
export interface SentToPeer {
  readonly data: Uint8Array;
  readonly to: TransportAddress;
}

/** Socket of a relayed address, without a network. */
export class FakeRelaySocket implements RelaySocket {
  readonly sent: SentToPeer[] = [];
  isOpen = true;

  constructor(
    readonly hostname: string,
    readonly port: number,
    readonly receiver: DatagramReceiver,
  ) {}

  send(
    bytes: Uint8Array,
    start: number,
    end: number,
    to: TransportAddress,
  ): void {
    this.sent.push({ data: bytes.slice(start, end), to: { ...to } });
  }

  close(): void {
    this.isOpen = false;
  }
}

/** Server, seats, sockets and time of one test. */
export class TurnWorld {
  nowMs = START_MS;
  /** How far the system's clock was set forward. */
  wallOffsetMs = 0;
  readonly seats = new RelaySeatRegistry();
  readonly relaySockets: FakeRelaySocket[] = [];
  readonly takenPorts = new Set<number>();
  readonly server: TurnServer;
  /** Causes of refusals, in order. */
  readonly refusals: RelayRefusal[] = [];
  /** How often the policy asked whether an address is the server's own. */
  addressLookups = 0;
  /** Addresses of routers. */
  readonly translators = new Set<string>();
  #random = 1;

  constructor(options: TurnWorldOptions = {}) {
    const families = options.families ?? ["ipv4", "ipv6"];
    this.server = new TurnServer({
      realm: REALM,
      limits: { ...DEFAULT_TURN_LIMITS, ...options.limits },
      relayPorts: options.ports ?? { first: 50_000, last: 50_999 },
      ranges: {
        allow: parseCidrs(options.allow ?? []),
        deny: parseCidrs(options.deny ?? []),
      },
      machine: {
        isOwnAddress: (ip) => {
          this.addressLookups++;
          return ip === SERVER_IPV4 || ip === SERVER_IPV6;
        },
        isTranslator: (ip) => this.translators.has(ip),
        isOwnPort: (port) => port === 3478,
      },
      seats: this.seats,
      credentials: options.credentials ??
        new SharedSecretCredentialStore(WORLD_SECRET, REALM),
      effects: {
        bindRelay: ({ hostname, port }, receiver) => {
          if (this.takenPorts.has(port)) return "in-use";
          const socket = new FakeRelaySocket(hostname, port, receiver);
          this.relaySockets.push(socket);
          return socket;
        },
        relayHostname: (_fiveTuple, family) =>
          !families.includes(family)
            ? null
            : family === "ipv4"
            ? SERVER_IPV4
            : SERVER_IPV6,
        externalAddressOf: (hostname) =>
          addressFamilyOf(hostname) === "ipv4"
            ? options.externalIpv4 ?? hostname
            : hostname,
        onRefusal: (cause) => void this.refusals.push(cause),
        unixMs: () => this.nowMs + this.wallOffsetMs,
        randomBelow: (max) => this.nextRandom() % max,
        randomBytes: (length) =>
          Uint8Array.from({ length }, () => this.nextRandom() & 0xff),
      },
    });
  }

  /** Next pseudo-random number; the same sequence in every run. */
  nextRandom(): number {
    this.#random = (Math.imul(this.#random, 1_103_515_245) + 12_345) >>> 0;
    return this.#random >>> 8;
  }

  /** Creates a client with a fresh credential of the user. */
  createClient(
    user: string,
    options: Partial<FakeTurnClientOptions> = {},
  ): FakeTurnClient {
    const { username, password } = mintCredential(
      WORLD_SECRET,
      user,
      3600,
      this.nowMs,
    );
    return new FakeTurnClient(this, { username, password, ...options });
  }

  /** Opens a seat and creates a client with its credential. */
  openSeat(
    memberId: string,
    hostname: string,
    room = "room",
    isLoopback = false,
    usesOwnHost = true,
  ): FakeTurnClient {
    this.seats.openSeat({
      memberId,
      room,
      address: hostname,
      isLoopback,
      usesOwnHost,
    });
    return this.createClient(formatSeatUser(memberId), { hostname });
  }

  /** Closes a seat, as the embedded server does. */
  closeSeat(memberId: string): void {
    this.seats.closeSeat(memberId);
    this.server.seatClosed(memberId);
  }

  /** Delivers a datagram from the network to a relayed port. */
  receiveFromPeer(
    relayPort: number,
    from: TransportAddress,
    data: Uint8Array,
  ): void {
    const socket = this.relaySockets.find(({ port, isOpen }) =>
      port === relayPort && isOpen
    );
    const { bytes, start, end } = withHeadroom(data);
    socket?.receiver(bytes, start, end, from.hostname, from.port, this.nowMs);
  }
}

/** Address and credential of a client. */
export interface FakeTurnClientOptions {
  readonly hostname: string;
  readonly port: number;
  readonly transport: ClientTransport;
  readonly username: string;
  readonly password: string;
  readonly algorithm: PasswordAlgorithm;
  readonly integrity: IntegrityKind;
}

/** A response to a request. */
export interface FakeTurnResponse {
  readonly message: StunMessage;
  readonly bytes: Uint8Array;
  readonly error: number | null;
}

let nextPort = 30_000;

/** A client, which is also its five-tuple at the server. */
export class FakeTurnClient implements FiveTuple {
  readonly transport: ClientTransport;
  readonly isStream: boolean;
  readonly remote: TransportAddress;
  readonly local: TransportAddress;
  allocation: Allocation | null = null;
  readonly inbox: Uint8Array[] = [];
  endedAllocations = 0;
  username: string;
  password: string;
  algorithm: PasswordAlgorithm;
  integrity: IntegrityKind;
  nonce = "";
  #transactions = 0;

  constructor(
    readonly world: TurnWorld,
    options: Partial<FakeTurnClientOptions>,
  ) {
    const hostname = options.hostname ?? "203.0.113.9";
    this.transport = options.transport ?? "udp";
    this.isStream = this.transport !== "udp";
    this.remote = { hostname, port: options.port ?? nextPort++ };
    this.local = {
      hostname: addressFamilyOf(hostname) === "ipv4"
        ? SERVER_IPV4
        : SERVER_IPV6,
      port: 3478,
    };
    this.username = options.username ?? "";
    this.password = options.password ?? "";
    this.algorithm = options.algorithm ?? "md5";
    this.integrity = options.integrity ?? "sha1";
  }

  send(bytes: Uint8Array, start: number, end: number): void {
    this.inbox.push(bytes.slice(start, end));
  }

  allocationEnded(): void {
    this.endedAllocations++;
  }

  /** Sends bytes to the server as one packet. */
  sendRaw(packet: Uint8Array): void {
    const { bytes, start, end } = withHeadroom(packet);
    this.world.server.receive(this, bytes, start, end, this.world.nowMs);
  }

  /** Builds a request, with credentials once a nonce is known. */
  buildRequest(
    method: number,
    write: (writer: StunMessageWriter) => void = () => {},
    id = this.nextTransactionId(),
  ): Uint8Array {
    const writer = new StunMessageWriter(method, CLASS.request, id);
    write(writer);
    if (this.nonce === "") return writer.finish();
    const { username, password } = this;
    writer.text(ATTRIBUTE.username, username).text(ATTRIBUTE.realm, REALM)
      .text(ATTRIBUTE.nonce, this.nonce);
    return writer.integrity(
      deriveLongTermKey({ username, realm: REALM, password }, this.algorithm),
      this.integrity,
    ).finish();
  }

  /** Sends a request unchanged; null without a response. */
  exchange(packet: Uint8Array): FakeTurnResponse | null {
    const before = this.inbox.length;
    this.sendRaw(packet);
    const bytes = this.inbox.splice(before)[0];
    if (!bytes) return null;
    const message = decodeStunMessage(bytes);
    if (!(message instanceof StunMessage)) throw new Error(message);
    return { message, bytes, error: readErrorCode(message) };
  }

  /** Sends a request with credentials, after getting a nonce if needed. */
  sendRequest(
    method: number,
    write: (writer: StunMessageWriter) => void = () => {},
  ): FakeTurnResponse {
    if (this.nonce === "") this.requestNonce();
    const response = this.exchange(this.buildRequest(method, write));
    if (!response) throw new Error("No response");
    return response;
  }

  /** Gets a nonce from the server. */
  requestNonce(): void {
    const request = new StunMessageWriter(
      METHOD.allocate,
      CLASS.request,
      this.nextTransactionId(),
    );
    const response = this.exchange(request.finish());
    this.nonce = response?.message.text(ATTRIBUTE.nonce) ?? "";
  }

  allocate(
    write: (writer: StunMessageWriter) => void = () => {},
  ): FakeTurnResponse {
    return this.sendRequest(METHOD.allocate, (writer) => {
      writer.bytes(ATTRIBUTE.requestedTransport, Uint8Array.of(17, 0, 0, 0));
      write(writer);
    });
  }

  /** Allocates and returns the relayed address. @throws When refused. */
  allocateOrThrow(
    write?: (writer: StunMessageWriter) => void,
  ): TransportAddress {
    const response = this.allocate(write);
    const [relayed] = readXorAddresses(response, ATTRIBUTE.xorRelayedAddress);
    if (!relayed) throw new Error(`Allocate: ${response.error}`);
    return relayed;
  }

  /** Sends CreatePermission; returns null, or the error code. */
  createPermission(...peers: TransportAddress[]): number | null {
    return this.sendRequest(METHOD.createPermission, (writer) => {
      for (const peer of peers) {
        writer.xorAddress(ATTRIBUTE.xorPeerAddress, peer);
      }
    }).error;
  }

  /** Sends ChannelBind; returns null, or the error code. */
  bindChannel(channel: number, peer: TransportAddress): number | null {
    return this.sendRequest(METHOD.channelBind, (writer) => {
      writer.u32(ATTRIBUTE.channelNumber, channel * 0x10000);
      writer.xorAddress(ATTRIBUTE.xorPeerAddress, peer);
    }).error;
  }

  refresh(seconds?: number): FakeTurnResponse {
    return this.sendRequest(METHOD.refresh, (writer) => {
      if (seconds !== undefined) writer.u32(ATTRIBUTE.lifetime, seconds);
    });
  }

  /** Sends a payload in a Send indication. */
  sendIndication(peer: TransportAddress, data: Uint8Array): void {
    this.sendRaw(
      new StunMessageWriter(
        METHOD.send,
        CLASS.indication,
        this.nextTransactionId(),
      )
        .xorAddress(ATTRIBUTE.xorPeerAddress, peer)
        .bytes(ATTRIBUTE.data, data).finish(),
    );
  }

  /** Sends a payload as ChannelData without padding. */
  sendChannelData(channel: number, data: Uint8Array): void {
    const packet = new Uint8Array(4 + data.length);
    const view = new DataView(packet.buffer);
    view.setUint16(0, channel);
    view.setUint16(2, data.length);
    packet.set(data, 4);
    this.sendRaw(packet);
  }

  nextTransactionId(): Uint8Array {
    const id = new Uint8Array(12);
    new DataView(id.buffer).setUint32(8, ++this.#transactions);
    return id;
  }
}

/** Reads every address of an attribute type. */
export function readXorAddresses(
  response: FakeTurnResponse,
  type: number,
): TransportAddress[] {
  const { message } = response;
  return message.attributes.filter((a) => a.type === type).flatMap((a) =>
    decodeXorAddress(message.bytesOf(a), message.transactionId) ?? []
  );
}

/** Reads LIFETIME, in seconds. */
export function readLifetimeSeconds(
  { message }: FakeTurnResponse,
): number | null {
  const value = message.value(ATTRIBUTE.lifetime);
  return value
    ? new DataView(value.buffer, value.byteOffset, 4).getUint32(0)
    : null;
}

/** Encodes a text as UTF-8. */
export function encodeText(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

/** Copies a packet into a buffer with headroom and tailroom. */
export function withHeadroom(
  packet: Uint8Array,
): {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
} {
  const bytes = new Uint8Array(HEADROOM + packet.length + TAILROOM);
  bytes.set(packet, HEADROOM);
  return { bytes, start: HEADROOM, end: HEADROOM + packet.length };
}
