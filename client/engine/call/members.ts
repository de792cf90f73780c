/**
 * Other members of the call: follows the roster of the server and owns a
 * `RemotePeer` for each. A member whose media still flows stays although the
 * roster lacks it, since a server that restarts begins with an empty roster.
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
import type { Clock } from "../clock.ts";
import { asRecord } from "../json.ts";
import type { ConnectionMedia } from "../peer/connection_media.ts";
import type { ConnectionGenerations } from "../peer/connection_generations.ts";
import type { DataChannel, DataChannelName } from "../peer/data_channel.ts";
import { type PeerSignal, readPeerSignal } from "../peer/peer_signal.ts";
import { PreparedConnection } from "../peer/prepared_connection.ts";
import { RemotePeer } from "../peer/remote_peer.ts";
import type { LocalTracks } from "../peer/track_role.ts";
import type { StateSlice } from "../store.ts";
import { type MemberProfile, readMemberProfile } from "./member_profile.ts";
import {
  createUnlistedPresence,
  isPresenceExpired,
  LISTED,
  type Presence,
} from "./member_presence.ts";
import type { Notices } from "./notices.ts";
import { mayConnect, type MemberStanding } from "../trust/member_standing.ts";
import { MessageOrder, readMessageVersion } from "../trust/message_order.ts";
import {
  makeRemoteMember,
  type RemoteMember,
  type RosterState,
} from "./remote_member.ts";

/** How a member has left the call. */
export type DepartureReason = "left" | "lost" | "kicked";

/** Dependencies of {@linkcode Members}. */
export interface MembersOptions {
  readonly state: StateSlice<RosterState>;
  readonly clock: Clock;
  readonly notices: Pick<Notices, "post">;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly makeStream: (tracks: MediaStreamTrack[]) => MediaStream;
  readonly tracks: () => LocalTracks;
  readonly generations: ConnectionGenerations;
  readonly connectionMedia: (id: string) => ConnectionMedia;
  /** Standing of a member; null in a page without a key. */
  readonly standingOf: (id: string) => MemberStanding | null;
  readonly onMemberAdded: (id: string) => void;
  /** A member has left; without a reason, we have. */
  readonly onMemberRemoved: (id: string, reason?: DepartureReason) => void;
  /** A connection to a member was made; it takes the place of an earlier one. */
  readonly onConnection: (id: string, pc: RTCPeerConnection) => void;
  /** A data channel to a member was created; it is not open yet. */
  readonly onChannel: (
    id: string,
    name: DataChannelName,
    channel: DataChannel,
  ) => void;
  readonly send: (event: string, data: unknown, to: string) => void;
  /** A new member. */
  readonly onConnecting: (peer: Pick<RemotePeer, "id" | "connected">) => void;
  readonly onError: (error: unknown) => void;
}

/** One transport for all media gathers a third of the candidates. */
const BASE_CONFIGURATION: RTCConfiguration = { bundlePolicy: "max-bundle" };

interface MemberEntry {
  readonly peer: RemotePeer;
  presence: Presence;
  /** True when we connect as soon as we may. */
  isHeld: boolean;
  lastConnectedMs: number;
}

/** All other members, in the order in which they joined. */
export class Members {
  readonly #options: MembersOptions;
  readonly #entries = new Map<string, MemberEntry>();
  /** Members that joined and have not sent a name yet. */
  readonly #unannounced = new Set<string>();
  readonly #profileOrder = new MessageOrder();
  readonly #stream: MediaStream;
  readonly #screenStream: MediaStream;
  readonly #prepared: PreparedConnection;
  #configuration: RTCConfiguration = BASE_CONFIGURATION;
  #selfId = "";
  #graceMs = 30_000;

  constructor(options: MembersOptions) {
    this.#options = options;
    this.#stream = options.makeStream([]);
    this.#screenStream = options.makeStream([]);
    this.#prepared = new PreparedConnection({
      ...options,
      makePc: () => this.makePc(),
      stream: this.#stream,
      screenStream: this.#screenStream,
    });
  }

  /** Makes a connection with the current ICE servers. */
  makePc(): RTCPeerConnection {
    return this.#options.makePc(this.#configuration);
  }

  /** Configuration of the next connection. */
  get configuration(): RTCConfiguration {
    return this.#configuration;
  }

  /** Makes the first connection before joining. */
  prepareConnection(): void {
    this.#prepared.prepare();
  }

  /** Closes a connection that was made before joining and not used. */
  discardConnection(): void {
    this.#prepared.discard();
  }

  /** Applies the roster of a welcome and connects to new members. */
  applyWelcome(data: ServerEvents["welcome"]): void {
    // Connections are bound to our id.
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
      // A newcomer offers; so does a member whose seat had expired.
      const isKnown = data.resumed || entry.peer.isReachable;
      if (isKnown) entry.peer.resendOffer();
      else if (this.#mayConnect(member.id)) entry.peer.connect();
      else entry.isHeld = true;
    }
    this.#prepared.discard();
  }

  /** A member joined; it offers the connection. */
  onJoined(member: Member): void {
    const isNew = !this.#entries.has(member.id);
    this.#ensureListed(member);
    if (isNew) this.#announceWhenNamed(member.id);
  }

  /** A member changed its profile; nothing is kept of one that is not here. */
  onInfo(member: Member): void {
    if (!this.#entries.has(member.id)) return;
    this.#useProfile(member);
    if (this.#unannounced.delete(member.id)) {
      this.#options.notices.post("joined", this.nameOf(member.id));
    }
  }

  /** A member sent its profile over the data channel. */
  onProfile(id: string, message: unknown): void {
    const info = asRecord(message);
    if (info) this.onInfo({ id, info });
  }

  /** A member left, or lost its seat. */
  onLeft(id: string, reason: LeaveReason): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    if (reason === "closed") this.#remove(id, "left");
    else if (reason === "left" || reason === "kicked") {
      this.#remove(id, reason);
    } else {
      // After `timeout` and `policy` the member may still be connected to us.
      entry.presence = createUnlistedPresence(this.#options.clock.nowMs(), 0);
    }
  }

  /** The standing of a member has changed. */
  onStanding(id: string, standing: MemberStanding): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    const before = this.#memberById(id)?.standing;
    this.#update(id, { standing });
    if (standing === "proven" && before !== "forged") {
      // What was there without a proof may be of anyone, also its version.
      this.#profileOrder.remove(id);
      this.#update(id, { info: readMemberProfile({}) });
    }
    if (standing === "forged") {
      this.#options.notices.post("forged", this.nameOf(id));
    }
    // What it offered before is dropped; a connection without a proof is of
    // someone that we do not know.
    if (standing === "unproven" || before === "allowed") entry.isHeld = true;
    if (entry.isHeld && mayConnect(standing)) {
      entry.isHeld = false;
      entry.peer.connect();
    }
  }

  /** A description of a member that we do not connect to yet. */
  onUnproven({ event, data, from }: RelayedMessage): void {
    const signal = readPeerSignal(event, data);
    if (signal) this.#entries.get(from)?.peer.skipConnection(signal.connection);
  }

  /** Handles a message of another member. */
  receiveRelayed({ event, data, from }: RelayedMessage): void {
    const signal = this.#mayConnect(from) ? readPeerSignal(event, data) : null;
    if (signal) this.#entries.get(from)?.peer.receiveSignal(signal);
  }

  /** Uses other ICE servers, also in existing connections. */
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

  /** Sends the current tracks to everyone. */
  sendTracks(): void {
    const tracks = this.#options.tracks();
    this.#prepared.setTracks(tracks);
    for (const { peer } of this.#entries.values()) peer.setTracks(tracks);
  }

  /** Encodes audio to a member as `connectionMedia` says now. */
  updateAudioCoding(id: string): void {
    this.#entries.get(id)?.peer.updateAudioCoding();
  }

  /** Recovers connections, and removes members that are gone. */
  tick(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [id, entry] of this.#entries) {
      const { peer, presence } = entry;
      if (peer.isReachable) entry.lastConnectedMs = nowMs;
      if (isPresenceExpired(presence, entry.lastConnectedMs, nowMs)) {
        this.#remove(id, "lost");
      } else if (presence.isListed && this.#mayConnect(id)) {
        peer.tick();
      }
    }
  }

  /** Sends key frames to a member that asked for them. */
  sendKeyFrames(id: string): void {
    this.#entries.get(id)?.peer.sendKeyFrames();
  }

  /** The network or the tab is back: searches paths to members that are not connected. */
  onResume(): void {
    for (const { peer } of this.#entries.values()) peer.onResume();
  }

  /** The network changed: searches new paths to all members. */
  onNetworkChange(): void {
    for (const { peer } of this.#entries.values()) peer.onNetworkChange();
  }

  /** Name of a member, or empty. */
  nameOf(id: string): string {
    return this.#memberById(id)?.info.name ?? "";
  }

  /** Connections to all members. */
  peers(): ReadonlyMap<string, RemotePeer> {
    return new Map([...this.#entries].map(([id, { peer }]) => [id, peer]));
  }

  /** Connections on which something arrives. */
  reachablePeers(): ReadonlyMap<string, RemotePeer> {
    return new Map([...this.peers()].filter(([, peer]) => peer.isReachable));
  }

  /** Ends all connections. */
  closeAll(): void {
    for (const [id, { peer }] of this.#entries) {
      peer.close();
      this.#profileOrder.remove(id);
      this.#options.onMemberRemoved(id);
    }
    this.#entries.clear();
    this.#unannounced.clear();
    this.#options.state.set({ remoteMembers: [] });
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
        this.#useProfile({ id, info });
      }
      return entry;
    }
    const { state } = this.#options;
    this.#options.onMemberAdded(id);
    this.#profileOrder.accept(id, readMessageVersion(info));
    const member = makeRemoteMember(
      id,
      readMemberProfile(info),
      this.#initialStandingOf({ id, info }),
    );
    state.set({ remoteMembers: [...state.get().remoteMembers, member] });
    if (member.info.recording) this.#announceRecording(member.info);
    entry = {
      peer: this.#makePeer(id),
      presence: LISTED,
      isHeld: member.standing === "unproven",
      lastConnectedMs: -Infinity,
    };
    this.#entries.set(id, entry);
    this.#options.onConnecting(entry.peer);
    return entry;
  }

  /** Uses a profile, unless a newer one has arrived another way. */
  #useProfile({ id, info }: Member): void {
    if (!this.#profileOrder.accept(id, readMessageVersion(info))) return;
    const profile = readMemberProfile(info);
    const before = this.#memberById(id)?.info;
    this.#update(id, { info: profile });
    if (info.proof !== undefined && this.#options.standingOf(id) === null) {
      this.#update(id, { standing: "key-holder" });
    }
    if (before && before.recording !== profile.recording) {
      this.#announceRecording(profile);
    }
  }

  #mayConnect(id: string): boolean {
    return mayConnect(this.#options.standingOf(id) ?? "allowed");
  }

  /** @param member With its info as the server sent it. */
  #initialStandingOf({ id, info }: Member): MemberStanding {
    return this.#options.standingOf(id) ??
      (info.proof === undefined ? "allowed" : "key-holder");
  }

  #announceRecording({ recording, name }: MemberProfile): void {
    this.#options.notices.post(
      recording ? "recording-started" : "recording-ended",
      name,
    );
  }

  #makePeer(id: string): RemotePeer {
    const {
      clock,
      makeStream,
      tracks,
      generations,
      connectionMedia,
      onChannel,
      onConnection,
      onError,
    } = this.#options;
    return new RemotePeer({
      id,
      selfId: this.#selfId,
      makePc: () => this.makePc(),
      takePrepared: () => this.#prepared.take(this.#configuration),
      stream: this.#stream,
      screenStream: this.#screenStream,
      clock,
      tracks,
      generations,
      hasRelay: () => offersRelay(this.#configuration),
      media: connectionMedia(id),
      send: (signal) => this.#sendSignal(id, signal),
      onStatus: (status) => this.#update(id, { status }),
      onVideoFormat: (hasVideoFormat) => {
        if (this.#memberById(id)?.hasVideoFormat !== hasVideoFormat) {
          this.#update(id, { hasVideoFormat });
        }
      },
      onTrack: (role, track) =>
        this.#update(id, { [role]: makeStream([track]) }),
      onChannel: (name, channel) => onChannel(id, name, channel),
      onConnection: (pc) => onConnection(id, pc),
      onError,
    });
  }

  #sendSignal(to: string, { event, ...data }: PeerSignal): void {
    this.#options.send(event, data, to);
  }

  #remove(id: string, reason: DepartureReason): void {
    const { state, notices, onMemberRemoved } = this.#options;
    const name = this.nameOf(id);
    this.#entries.get(id)?.peer.close();
    this.#entries.delete(id);
    onMemberRemoved(id, reason);
    this.#unannounced.delete(id);
    this.#profileOrder.remove(id);
    const { remoteMembers } = state.get();
    state.set({
      remoteMembers: remoteMembers.filter((member) => member.id !== id),
    });
    notices.post(reason, name);
  }

  #memberById(id: string): RemoteMember | undefined {
    return this.#options.state.get().remoteMembers.find((member) =>
      member.id === id
    );
  }

  #update(id: string, part: Partial<RemoteMember>): void {
    const { state } = this.#options;
    const { remoteMembers } = state.get();
    state.set({
      remoteMembers: remoteMembers.map((member) =>
        member.id === id ? { ...member, ...part } : member
      ),
    });
  }
}

function offersRelay({ iceServers = [] }: RTCConfiguration): boolean {
  return iceServers.some(({ urls }) =>
    [urls].flat().some((url) => url.startsWith("turn"))
  );
}
