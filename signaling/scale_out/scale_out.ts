/**
 * Joins several processes into one Maru: a room has one owner at a time, by a
 * lease. A socket stays where it was accepted; if another process owns its
 * room, its join and messages are forwarded there.
 *
 * @module
 */
import type { RawMessage } from "../message/envelope.ts";
import { DEFAULT_ROOM, type LeaveReason } from "../protocol.ts";
import type { JoinParameters } from "../room/join_parameters.ts";
import { createPublicRoster, type PublicRoster } from "../room/roster.ts";
import type { SeatHandover } from "../room/seat_handover.ts";
import { canonicalizeRoomName, roomKeyOf } from "../room_name.ts";
import {
  type Backplane,
  LEASE_MS,
  RENEW_INTERVAL_MS,
  type RenewalRequest,
  type RenewalResult,
} from "./backplane.ts";
import type { ForwardedClient, JoiningSocket } from "./forwarded_clients.ts";
import { Forwarder, type ForwarderOptions } from "./forwarder.ts";
import { ProcessLinks } from "./process_links.ts";
import {
  decodeEntry,
  type ForwardedJoinData,
  type ProcessMessage,
} from "./process_message.ts";
import { RemoteClients } from "./remote_clients.ts";
import { RoomOwnership, type RoomOwnershipOptions } from "./room_ownership.ts";
import { RosterQueries } from "./roster_queries.ts";

/**
 * Time without an answer after which the backplane counts as away: before the
 * leases run out.
 */
const AWAY_AFTER_MS = LEASE_MS - 2 * RENEW_INTERVAL_MS;

/** The rest of the process, as scale-out needs it. */
export interface ScaleOutOptions
  extends
    RoomOwnershipOptions,
    Pick<ForwarderOptions, "joinHere" | "requestTick" | "onBug"> {
  /** Called when the backplane is away, and when it is back. */
  readonly onAvailability: (isAvailable: boolean) => void;
}

/** What operators see. */
export interface ScaleOutStats {
  /** Whether the backplane answers. */
  readonly isAvailable: boolean;
  /** Rooms of this process. */
  readonly ownedRooms: number;
  /** Sockets here whose rooms are elsewhere. */
  readonly forwardedSockets: number;
  /** Members here whose sockets are elsewhere. */
  readonly remoteClients: number;
  /** Messages of clients sent to other processes. */
  readonly messagesForwarded: number;
  /** Messages to clients received from other processes. */
  readonly messagesDelivered: number;
  /** Rooms that this process gave up because another one owned them. */
  readonly roomsLost: number;
}

/** The part of one process in a Maru of several. */
export class ScaleOut {
  readonly #options: ScaleOutOptions;
  readonly #backplane: Backplane;
  readonly #links: ProcessLinks;
  readonly #ownership: RoomOwnership;
  readonly #remote: RemoteClients;
  readonly #forwarder: Forwarder;
  readonly #rosters = new RosterQueries();
  /** When the backplane last answered. */
  #answeredAtMs: number;
  #isRenewing = false;
  #isShutDown = false;

  /** See {@linkcode ScaleOut.start}. */
  constructor(options: ScaleOutOptions) {
    const { backplane, hub, clock } = options;
    this.#options = options;
    this.#backplane = backplane;
    this.#links = new ProcessLinks(
      backplane.processId,
      (process, entry) => backplane.send(process, entry),
    );
    this.#ownership = new RoomOwnership(options);
    this.#remote = new RemoteClients(hub, this.#links);
    this.#forwarder = new Forwarder({
      ...options,
      ownership: this.#ownership,
      links: this.#links,
    });
    this.#answeredAtMs = clock();
  }

  /** Starts to receive. */
  async start(): Promise<void> {
    await this.#backplane.start({
      receive: (entry) => this.#guard(() => this.#receiveEntry(entry)),
      interrupted: () => this.#guard(() => this.#onInterrupted()),
    });
    await this.renew();
  }

  /** Counters and state. */
  get stats(): ScaleOutStats {
    return {
      isAvailable: this.#ownership.isAvailable,
      ownedRooms: this.#options.leases.size,
      forwardedSockets: this.#forwarder.size,
      remoteClients: this.#remote.size,
      messagesForwarded: this.#forwarder.sentCount,
      messagesDelivered: this.#forwarder.deliveredCount,
      roomsLost: this.#ownership.lostCount,
    };
  }

  /**
   * Routes a join: null when this process handles it, with a room of its own or
   * a refusal; otherwise the forwarded client that the socket is from now on.
   */
  open(socket: JoiningSocket, nowMs: number): ForwardedClient | null {
    const room = this.#roomOf(socket.parameters, nowMs);
    return room === null || this.#ownership.ownsNow(room, nowMs)
      ? null
      : this.#forwarder.open(room, socket);
  }

  /** Forwards a message of a client. */
  receive(client: ForwardedClient, raw: RawMessage): void {
    this.#forwarder.receive(client, raw);
  }

  /** Handles the end of the socket of a client. */
  detach(client: ForwardedClient, reason: LeaveReason): void {
    this.#forwarder.detach(client, reason);
  }

  /** Sends what the tick has gathered. */
  flush(): void {
    this.#remote.acknowledge();
    this.#links.flush();
  }

  /**
   * Called at the start of each tick. After a stall, another process may own
   * our rooms: they end here before anything is handled.
   */
  beginTick(nowMs: number): void {
    const isStalled = this.#ownership.isAvailable &&
      nowMs - this.#answeredAtMs >= LEASE_MS;
    if (!isStalled) return;
    this.#answeredAtMs = nowMs;
    for (const { room } of this.#options.leases.held) {
      this.#ownership.lose(room, nowMs);
    }
  }

  /** The public roster of a room, wherever it is. */
  async rosterOf(room: string): Promise<PublicRoster> {
    const { hub, leases, clock, requestTick } = this.#options;
    const local = createPublicRoster(hub.rooms.get(room));
    if (leases.has(room) || !this.#ownership.isAvailable) return local;
    const result = await this.#backplane.claim(room, false).catch(() => null);
    if (result?.kind !== "held") return local;
    const { process } = result.owner;
    if (process === this.#backplane.processId) return local;
    const answer = await this.#rosters.ask((question) => {
      this.#links.send(process, ["roster", question, room]);
      requestTick();
    }, clock());
    return answer ?? local;
  }

  /**
   * Renews the leases and looks for owners that are gone. To be called every
   * {@linkcode RENEW_INTERVAL_MS}.
   */
  async renew(): Promise<void> {
    const { clock, leases } = this.#options;
    const startedMs = clock();
    this.beginTick(startedMs);
    this.#rosters.sweep(startedMs);
    if (this.#isShutDown) return;
    this.#links.confirm();
    if (startedMs - this.#answeredAtMs >= AWAY_AFTER_MS) {
      this.#goAway(startedMs);
    }
    if (this.#isRenewing) return;
    this.#isRenewing = true;
    try {
      this.#ownership.releaseUnused();
      const request: RenewalRequest = {
        held: leases.held,
        watched: this.#forwarder.joinedRooms,
        peers: this.#remote.processes,
      };
      const result = await this.#backplane.renew(request);
      this.#answeredAtMs = startedMs;
      this.#guard(() => this.#applyRenewal(request, result, clock()));
    } catch {
      // #goAway() follows if it does not answer again in time.
    } finally {
      this.#isRenewing = false;
    }
  }

  /**
   * Tells the clients whose rooms are elsewhere that this process stops.
   *
   * @param nextDelayMs How long the next client waits before it comes again.
   */
  startDraining(nextDelayMs: () => number): void {
    this.#forwarder.startDraining(nextDelayMs);
    this.flush();
  }

  /** Closes the sockets whose rooms are elsewhere. */
  closeSockets(): void {
    this.#forwarder.sendAway(null);
  }

  /**
   * Gives all rooms back with their seats, after the hub was shut down: members
   * whose sockets are elsewhere go on with the next owner.
   */
  shutDown(handover: SeatHandover): void {
    if (this.#isShutDown) return;
    this.#isShutDown = true;
    this.#ownership.shutDown(handover);
    this.flush();
  }

  /** Closes the backplane. */
  close(): Promise<void> {
    return this.#backplane.close();
  }

  /** Key of the room of a join; null when the join will be refused. */
  #roomOf(parameters: JoinParameters, nowMs: number): string | null {
    const { room, resumeToken } = parameters;
    if (resumeToken !== null) {
      const { resumeTokens } = this.#options.hub;
      const claim = resumeTokens.verify(resumeToken, nowMs);
      return claim === null ? null : roomKeyOf(claim.room);
    }
    const name = canonicalizeRoomName(room ?? DEFAULT_ROOM);
    return name === null ? null : roomKeyOf(name);
  }

  #receiveEntry(text: string): void {
    const entry = decodeEntry(text);
    if (entry === null) return;
    const nowMs = this.#options.clock();
    this.beginTick(nowMs);
    if (!this.#links.accept(entry)) {
      // Messages in both directions may be lost: clients resume.
      this.#remote.endProcess(entry.from, nowMs);
      this.#forwarder.sendAway(entry.from);
      this.#links.send(entry.from, ["missing", entry.sequence]);
    }
    for (const message of entry.messages) {
      this.#guard(() => this.#receiveMessage(entry.from, message, nowMs));
    }
    this.#options.requestTick();
  }

  #receiveMessage(from: string, message: ProcessMessage, nowMs: number): void {
    switch (message[0]) {
      case "join":
        return this.#receiveJoin(from, message[1], message[2], message[3]);
      case "message":
        return this.#remote.receive(from, message[1], message[2], nowMs);
      case "detach":
        return this.#remote.detach(from, message[1], message[2], nowMs);
      case "deliver":
        return this.#forwarder.deliver(from, message[1], message[2]);
      case "close":
        return this.#forwarder.find(from, message[1])
          ?.close(message[2], message[3]);
      case "check":
        return this.#forwarder.find(from, message[1])?.checkLiveness(nowMs);
      case "closing":
        return this.#remote.announceClosing(from, message[1], message[2]);
      case "handled":
        return this.#forwarder.acknowledge(from, message[1], message[2]);
      case "lost":
        return this.#forwarder.loseSession(
          from,
          message[1],
          message[2],
          nowMs,
        );
      case "missing":
        return this.#forwarder.sendAway(from);
      case "roster":
        return this.#sendRoster(from, message[1], message[2]);
      case "roster-is":
        return this.#rosters.answer(message[1], message[2]);
    }
  }

  /** Only the owner under that fencing number accepts. */
  #receiveJoin(
    from: string,
    session: number,
    room: string,
    data: ForwardedJoinData,
  ): void {
    const { leases, clock } = this.#options;
    if (!this.#isShutDown && leases.isFencedBy(room, data.fence)) {
      this.#remote.join(from, session, data, clock());
    } else this.#links.send(from, ["lost", session, 0]);
  }

  #sendRoster(from: string, question: number, key: string): void {
    const { hub } = this.#options;
    const { room, members } = createPublicRoster(hub.rooms.get(key));
    const names = members.map(({ name }) => ({ name }));
    this.#links.send(from, ["roster-is", question, { room, members: names }]);
  }

  #onInterrupted(): void {
    this.#links.expectAny();
    this.#remote.endAll(this.#options.clock());
    this.#forwarder.sendAway(null);
    this.#options.requestTick();
  }

  #applyRenewal(
    { held, watched, peers }: RenewalRequest,
    result: RenewalResult,
    nowMs: number,
  ): void {
    if (!this.#ownership.isAvailable) this.#comeBack(nowMs);
    this.#ownership.applyOutcomes(held, result.held, nowMs);
    peers.forEach((peer, i) => {
      if (result.alive[i] === false) this.#remote.endProcess(peer, nowMs);
    });
    this.#forwarder.checkOwners(
      new Map(watched.map((room, i) => [room, result.owners[i] ?? null])),
    );
    for (const room of this.#options.leases.unleased) {
      void this.#ownership.regain(room);
    }
    this.#options.requestTick();
  }

  /** Without the backplane only rooms whose members are all here go on. */
  #goAway(nowMs: number): void {
    if (!this.#ownership.isAvailable) return;
    this.#ownership.isAvailable = false;
    this.#remote.endAll(nowMs);
    this.#forwarder.sendAway(null);
    this.#options.onAvailability(false);
    this.#options.requestTick();
  }

  #comeBack(nowMs: number): void {
    this.#ownership.isAvailable = true;
    this.#ownership.mayTakeAtMs = nowMs + LEASE_MS;
    this.#links.expectAny();
    this.#options.onAvailability(true);
  }

  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#options.onBug(error);
    }
  }
}
