/**
 * The other members of the call: follows the roster of the server, keeps a
 * `Peer` for each, and keeps one whose media still flows whatever the roster
 * says, since a server that restarts knows nobody for a moment.
 *
 * @module
 */
import type {
  IceServerList,
  LeaveReason,
  Member,
  RelayedMessage,
  ServerEvents,
} from "../../../signaling/protocol.ts";
import type { CallState, RemoteMember } from "./call_state.ts";
import type { Chat } from "../chat/chat.ts";
import type { Clock } from "../clock.ts";
import type { DataChannel, LocalTracks } from "../peer/connection.ts";
import type { FileTransfers } from "../files/file_sharing.ts";
import { readMemberProfile } from "./member_info.ts";
import type { Notices } from "./notices.ts";
import { RemotePeer } from "../peer/peer.ts";
import { type PeerSignal, readPeerSignal } from "../peer/peer_messages.ts";
import {
  createUnlistedPresence,
  isPresenceExpired,
  LISTED,
  type Presence,
} from "./member_presence.ts";
import type { Store } from "../store.ts";

/** What the members need of the call around them. */
export interface MembersOptions {
  readonly store: Store<CallState>;
  readonly clock: Clock;
  readonly chat: Chat;
  readonly files: FileTransfers;
  readonly notices: Notices;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly makeStream: (tracks: MediaStreamTrack[]) => MediaStream;
  readonly tracks: () => LocalTracks;
  /** The data channel to a member exists; it is not open yet. */
  readonly onChannel: (id: string, channel: DataChannel) => void;
  readonly send: (event: string, data: unknown, to: string) => void;
  readonly onError: (error: unknown) => void;
}

/** One transport for all media needs a third of the candidates. */
const BASE_CONFIGURATION: RTCConfiguration = { bundlePolicy: "max-bundle" };

interface MemberEntry {
  readonly peer: RemotePeer;
  presence: Presence;
  lastConnectedMs: number;
}

/** All other members, in the order in which they were met. */
export class Members {
  readonly #options: MembersOptions;
  readonly #entries = new Map<string, MemberEntry>();
  /** Members whose name is still to come. */
  readonly #unannounced = new Set<string>();
  readonly #stream: MediaStream;
  readonly #screenStream: MediaStream;
  #configuration: RTCConfiguration = BASE_CONFIGURATION;
  #selfId = "";
  #graceMs = 30_000;

  constructor(options: MembersOptions) {
    this.#options = options;
    this.#stream = options.makeStream([]);
    this.#screenStream = options.makeStream([]);
  }

  /** Follows the roster of a welcome: whom we do not know yet, we call. */
  applyWelcome(data: ServerEvents["welcome"]): void {
    // With another id, nothing that was agreed under the old one holds.
    if (data.id !== this.#selfId) this.closeAll();
    this.#selfId = data.id;
    this.#graceMs = data.limits.resumeSeconds * 1000;
    this.setIceConfig(data);
    const nowMs = this.#options.clock.nowMs();
    const listed = new Set(data.peers.map((peer) => peer.id));
    for (const [id, entry] of this.#entries) {
      if (!listed.has(id) && entry.presence.isListed) {
        entry.presence = createUnlistedPresence(nowMs, this.#graceMs);
      }
    }
    for (const member of data.peers) {
      const entry = this.#ensureListed(member);
      // A newcomer calls; so does one whose place the server had given up.
      const isKnown = data.resumed || entry.peer.isConnected;
      if (isKnown) entry.peer.resendOffer();
      else entry.peer.connect();
    }
  }

  /** A newcomer; it is the one who calls. */
  onJoined(member: Member): void {
    const isNew = !this.#entries.has(member.id);
    this.#ensureListed(member);
    if (isNew) this.#announceWhenNamed(member.id);
  }

  /** A member told something about itself. */
  onInfo(member: Member): void {
    const info = readMemberProfile(member.info);
    this.#update(member.id, { info });
    if (this.#unannounced.delete(member.id)) {
      this.#options.notices.post("joined", info.name);
    }
  }

  /** A member is gone, or its socket is. */
  onLeft(id: string, reason: LeaveReason): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    if (reason === "left") {
      this.#remove(id, "left");
    } else if (reason === "kicked") {
      this.#remove(id, "expelled");
    } else {
      // The connection of `timeout` and `policy` to the server is gone, that
      // to us may go on.
      entry.presence = createUnlistedPresence(this.#options.clock.nowMs(), 0);
    }
  }

  /** Takes a message of another member. */
  receiveRelayed({ event, data, from }: RelayedMessage): void {
    const signal = readPeerSignal(event, data);
    if (signal) this.#entries.get(from)?.peer.receiveSignal(signal);
  }

  /** Uses other ICE servers in all connections, those in use too. */
  setIceConfig({ iceServers }: IceServerList): void {
    this.#configuration = {
      ...BASE_CONFIGURATION,
      iceServers: iceServers.map((server) => ({
        ...server,
        urls: [...server.urls],
      })),
    };
    for (const { peer } of this.#entries.values()) {
      peer.setConfiguration(this.#configuration);
    }
  }

  /** Sends the tracks of now to everyone. */
  sendTracks(): void {
    const tracks = this.#options.tracks();
    for (const { peer } of this.#entries.values()) peer.setTracks(tracks);
  }

  /** Looks after each connection, and lets go of who is gone. */
  tick(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [id, entry] of this.#entries) {
      const { peer, presence } = entry;
      if (peer.isConnected) entry.lastConnectedMs = nowMs;
      if (isPresenceExpired(presence, entry.lastConnectedMs, nowMs)) {
        this.#remove(id, "lost");
      } else if (presence.isListed) {
        peer.tick();
      }
    }
  }

  /** Tries the connection to one member again now. */
  retryPeer(id: string): void {
    this.#entries.get(id)?.peer.retry();
  }

  /** The network came back: looks for a path to all who are not connected. */
  onResume(): void {
    for (const { peer } of this.#entries.values()) peer.onResume();
  }

  /** The network is another one: searches new paths, also where one is. */
  onNetworkChange(): void {
    for (const { peer } of this.#entries.values()) peer.onNetworkChange();
  }

  /** Name that a member goes by, or empty. */
  nameOf(id: string): string {
    return this.#memberById(id)?.info.name ?? "";
  }

  /** All members whose media can flow now. */
  connectedPeers(): ReadonlyMap<string, RemotePeer> {
    const all = [...this.#entries].map(([id, { peer }]) => [id, peer] as const);
    return new Map(all.filter(([, peer]) => peer.isConnected));
  }

  /** How loud each microphone is, 0 to 1. */
  audioLevels(): ReadonlyMap<string, number> {
    return new Map(
      [...this.#entries].map((
        [id, { peer }],
      ) => [id, peer.receivedAudioLevel()]),
    );
  }

  /** How loud our microphone is as it is sent; 0 while nobody gets it. */
  async sentAudioLevel(): Promise<number> {
    const peers = [...this.#entries.values()].map(({ peer }) => peer);
    return await peers.find((peer) => peer.isConnected)?.sentAudioLevel() ?? 0;
  }

  /** Ends all connections. */
  closeAll(): void {
    for (const [id, { peer }] of this.#entries) {
      peer.close();
      this.#options.chat.removePeer(id);
      this.#options.files.removePeer(id);
    }
    this.#entries.clear();
    this.#unannounced.clear();
    this.#options.store.set({ remoteMembers: [] });
  }

  #announceWhenNamed(id: string): void {
    const name = this.nameOf(id);
    if (name) this.#options.notices.post("joined", name);
    else this.#unannounced.add(id);
  }

  #ensureListed({ id, info }: Member): MemberEntry {
    let entry = this.#entries.get(id);
    if (entry) {
      entry.presence = LISTED;
      if (Object.keys(info).length > 0) {
        this.#update(id, { info: readMemberProfile(info) });
      }
      return entry;
    }
    const { store, chat, files } = this.#options;
    chat.addPeer(id);
    files.addPeer(id);
    const participants = [...store.get().remoteMembers, {
      id,
      info: readMemberProfile(info),
      status: { kind: "connecting" } as const,
      audio: null,
      video: null,
      screen: null,
      screenAudio: null,
    }];
    store.set({ remoteMembers: participants });
    entry = {
      peer: this.#makePeer(id),
      presence: LISTED,
      lastConnectedMs: -Infinity,
    };
    this.#entries.set(id, entry);
    return entry;
  }

  #makePeer(id: string): RemotePeer {
    const { clock, makePc, makeStream, tracks, onChannel, onError } =
      this.#options;
    return new RemotePeer({
      id,
      selfId: this.#selfId,
      makePc: () => makePc(this.#configuration),
      stream: this.#stream,
      screenStream: this.#screenStream,
      clock,
      tracks,
      send: (signal) => this.#sendSignal(id, signal),
      onStatus: (status) => this.#update(id, { status }),
      onTrack: (role, track) =>
        this.#update(id, { [role]: makeStream([track]) }),
      onChannel: (name, channel) => {
        this.#options[name].attach(id, channel);
        if (name === "chat") onChannel(id, channel);
      },
      onError,
    });
  }

  #sendSignal(to: string, { event, ...data }: PeerSignal): void {
    this.#options.send(event, data, to);
  }

  #remove(id: string, reason: "left" | "lost" | "expelled"): void {
    const { store, chat, files, notices } = this.#options;
    const name = this.nameOf(id);
    this.#entries.get(id)?.peer.close();
    this.#entries.delete(id);
    chat.removePeer(id);
    files.removePeer(id);
    this.#unannounced.delete(id);
    const { remoteMembers } = store.get();
    store.set({ remoteMembers: remoteMembers.filter((p) => p.id !== id) });
    notices.post(reason, name);
  }

  #memberById(id: string): RemoteMember | undefined {
    return this.#options.store.get().remoteMembers.find((p) => p.id === id);
  }

  #update(id: string, part: Partial<RemoteMember>): void {
    const { store } = this.#options;
    const { remoteMembers } = store.get();
    store.set({
      remoteMembers: remoteMembers.map((p) =>
        p.id === id ? { ...p, ...part } : p
      ),
    });
  }
}
