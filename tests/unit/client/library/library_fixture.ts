/**
 * The library over fake connections, devices and signaling, without a document.
 *
 * @module
 */
import { joinRoom } from "../../../../client/library/join.ts";
import type { DeviceEvents } from "../../../../client/library/library_platform.ts";
import type { JoinOptions, Room } from "../../../../client/library/maru.d.ts";
import type { RoomAddress } from "../../../../client/library/room_address.ts";
import type {
  ResumePoint,
  SignalingTransport,
  SignalingTransportEvents,
} from "../../../../client/engine/signaling/signaling_client.ts";
import type { SocketFailure } from "../../../../client/engine/signaling/socket_failure.ts";
import { FakeClock, settlePromises } from "../fakes/fake_clock.ts";
import {
  FAKE_MEDIA_ACCESS,
  FakeMediaDevices,
  makeFakeStream,
} from "../fakes/fake_media.ts";
import { FakePeerConnection } from "../fakes/fake_pc.ts";

/** Link of the room of all tests. */
export const ROOM = "https://call.example/r/tea";

/** A message that was sent to the server. */
interface SentMessage {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly to?: string;
}

/** One page with the library. Members are arrow functions, to be destructured. */
export class LibraryFixture {
  readonly clock = new FakeClock();
  readonly media = new FakeMediaDevices();
  readonly pcs: FakePeerConnection[] = [];
  readonly sent: SentMessage[] = [];
  readonly addresses: RoomAddress[] = [];
  readonly resumes: (ResumePoint | null)[] = [];
  failure: SocketFailure | null = null;
  hasWebRtc = true;
  /** What the library listens to; null when it does not. */
  deviceEvents: DeviceEvents | null = null;
  openSockets = 0;
  #events: SignalingTransportEvents | null = null;

  /** Begins to join; resolves as `join()` does. */
  readonly join = (
    options: JoinOptions = {},
    address: string | URL = ROOM,
  ): Promise<Room> =>
    joinRoom(
      {
        clock: this.clock,
        wallMs: () => 0,
        random: () => 1,
        makeId: () => `identity${this.sent.length}`,
        devices: this.media.devices,
        mediaAccess: FAKE_MEDIA_ACCESS,
        makeStream: makeFakeStream,
        makePc: (configuration) => {
          const fake = new FakePeerConnection(configuration);
          this.pcs.push(fake);
          return fake.pc;
        },
        onError: (error) => {
          throw error;
        },
        libraryUrl: "https://call.example/maru.js",
        hasWebRtc: this.hasWebRtc,
        cores: 4,
        deriveProofKey: () =>
          Promise.resolve(({ data }) => Promise.resolve(JSON.stringify(data))),
        prepare: () => Promise.resolve(),
        openSocket: (roomAddress, resume, events) => {
          this.addresses.push(roomAddress);
          this.resumes.push(resume);
          return this.#open(events);
        },
        openDeferredSocket: (_, events) => this.#open(events),
        listen: (events) => {
          this.deviceEvents = events;
          return () => this.deviceEvents = null;
        },
      },
      address,
      options,
    );

  #open(events: SignalingTransportEvents): SignalingTransport {
    this.#events = events;
    this.openSockets++;
    return {
      isOpen: () => this.#events === events,
      send: (text) => this.sent.push(JSON.parse(text)),
      close: () => {
        this.openSockets--;
      },
      explainFailure: () => Promise.resolve(this.failure),
    };
  }

  /** Joins a room with these members. */
  readonly enter = async (
    peers: readonly string[] = [],
    options: JoinOptions = {},
  ): Promise<Room> => {
    const joining = this.join(options);
    await settlePromises();
    this.welcome(peers);
    return await joining;
  };

  /** Delivers a message of the server, or with `from` of a member. */
  readonly receive = (event: string, data: unknown, from?: string): void =>
    this.#events?.onText(JSON.stringify({ event, data, from }));

  /** Delivers a welcome with these members, whose names are their ids. */
  readonly welcome = (
    peers: readonly string[],
    more: Readonly<Record<string, unknown>> = {},
  ): void =>
    this.receive("welcome", {
      id: "me",
      room: "tea",
      peers: peers.map((id) => ({ id, info: { name: id } })),
      resume: "T",
      limits: { resumeSeconds: 30 },
      ...more,
    });

  /** Closes the socket. */
  readonly cut = (code = 1006): void => {
    this.openSockets--;
    this.#events?.onClose(code);
  };

  /** Last profile that was sent to the server. */
  readonly profile = (): Readonly<Record<string, unknown>> =>
    this.sent.findLast(({ event }) => event === "info")?.data ?? {};
}
