/**
 * A call with real features over fake connections, devices and signaling.
 *
 * @module
 */
import { openFakeSource } from "../../fakes/fake_file_world.ts";
import { assertEquals } from "@std/assert";
import { Call } from "../../../../../client/engine/call/call.ts";
import {
  type CallState,
  INITIAL_CALL_STATE,
} from "../../../../../client/engine/call/call_state.ts";
import { ConnectedCallWatch } from "../../../../../client/engine/call/connected_call_watch.ts";
import type {
  ResumePoint,
  SignalingTransport,
  SignalingTransportEvents,
} from "../../../../../client/engine/signaling/signaling_client.ts";
import type { ComputeProof } from "../../../../../client/engine/trust/message_proof.ts";
import type { Visit } from "../../../../../client/engine/call/visit.ts";
import type { SocketFailure } from "../../../../../client/engine/signaling/socket_failure.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";
import {
  FAKE_MEDIA_ACCESS,
  FakeMediaDevices,
  makeFakeStream,
} from "../../fakes/fake_media.ts";
import { FakePeerConnection } from "../../fakes/fake_pc.ts";

/** A message that the page sent to the server. */
export interface SentMessage {
  readonly event: string;
  readonly data?: unknown;
  readonly to?: string;
}

/** A call and everything around it. Members are arrow functions, to be destructured. */
export class CallFixture {
  readonly clock = new FakeClock();
  readonly store = new Store<CallState>(INITIAL_CALL_STATE);
  readonly sent: SentMessage[] = [];
  readonly pcs: FakePeerConnection[] = [];
  /** What the tab keeps of the visit. */
  savedVisit: Visit | null = null;
  readonly call: Call;
  /** Answer to the next requests for the health of the server. */
  isServerReachable = false;
  healthRequests = 0;
  /** RMS amplitude of every metered track. */
  microphoneLevel = 0;
  /** Number of opened sockets. */
  socketCount = 0;
  /** Number of sockets that were opened before joining. */
  deferredSockets = 0;
  #events: SignalingTransportEvents | null = null;
  #resume: ResumePoint | null = null;

  constructor(computeProof: Promise<ComputeProof> | null = null) {
    this.call = new Call("room", this.store, {
      computeProof,
      clock: this.clock,
      wallMs: () => 0,
      random: () => 1,
      makeId: () => "id",
      files: {
        prepare: () => {},
        openSource: openFakeSource,
        randomUint32: () => 1,
        download: () => {},
        target: { maxBytes: () => 0, open: () => Promise.resolve("dismissed") },
      },
      invitation: null,
      devices: new FakeMediaDevices().devices,
      mediaAccess: FAKE_MEDIA_ACCESS,
      visits: {
        save: (visit) => this.savedVisit = visit,
        clear: () => this.savedVisit = null,
      },
      makeStream: makeFakeStream,
      loadBackground: () => Promise.reject(new Error("No background")),
      openNoiseFilter: () => Promise.reject(new Error("No filter")),
      makePc: (configuration) => {
        const fake = new FakePeerConnection(configuration);
        this.pcs.push(fake);
        return fake.pc;
      },
      makeMeter: () => ({ level: () => this.microphoneLevel, stop: () => {} }),
      hasShortcuts: () => true,
      fetchHealth: () => Promise.reject(new TypeError("Unused")),
      openSocket: (_room, resume, events) => this.#open(resume, events),
      onConnecting: () => {},
      openDeferredSocket: (_room, events) => {
        this.deferredSockets++;
        return this.#open(null, events);
      },
      onError: (error) => {
        throw error;
      },
    });
    this.#watch();
  }

  /** As the page does once a member is connected. */
  #watch(): void {
    const { call, store, clock } = this;
    const fetchHealth = () => {
      this.healthRequests++;
      return this.isServerReachable
        ? Promise.resolve({ ok: true })
        : Promise.reject(new TypeError("Unreachable"));
    };
    const paintedFrames = () => null;
    call.setWatch(
      new ConnectedCallWatch({
        call,
        store,
        clock,
        fetchHealth,
        paintedFrames,
      }),
    );
  }

  /** Delivers a message of the server, or with `from` of a member. */
  readonly receive = (event: string, data: unknown, from?: string): void =>
    this.#events?.onText(JSON.stringify({ event, data, from }));

  /** Delivers a welcome with these members. */
  readonly welcome = (
    peers: readonly string[],
    more: Readonly<Record<string, unknown>> = {},
  ): void =>
    this.receive("welcome", {
      id: "me",
      peers: peers.map((id) => ({ id, info: { name: id } })),
      resume: "T",
      limits: { resumeSeconds: 30 },
      ...more,
    });

  /** Closes the socket. */
  readonly cut = (code = 1006): void => this.#events?.onClose(code);

  /** Ids of the members. */
  readonly ids = (): string[] =>
    this.store.get().remoteMembers.map(({ id }) => id);

  /** Kinds of the notices. */
  readonly kinds = (): string[] =>
    this.store.get().notices.map(({ kind }) => kind);

  /** What the last socket resumed. */
  readonly resume = (): ResumePoint | null => this.#resume;

  /** Answer of the server about a socket that did not open. */
  failure: Promise<SocketFailure | null> = Promise.resolve(null);

  #open(
    resume: ResumePoint | null,
    events: SignalingTransportEvents,
  ): SignalingTransport {
    this.socketCount++;
    this.#resume = resume;
    this.#events = events;
    return {
      isOpen: () => true,
      send: (text) => this.sent.push(JSON.parse(text)),
      close: () => {},
      explainFailure: () => this.failure,
    };
  }
}

/** A call that has joined a room with these members. */
export function joinedCall(peers: readonly string[]): CallFixture {
  const fixture = new CallFixture();
  fixture.call.join("Ann");
  fixture.welcome(peers);
  return fixture;
}

/** A call that knocks at a locked room. */
export function knockingCall(): CallFixture {
  const fixture = new CallFixture();
  fixture.call.join(" Ann ");
  fixture.receive("locked", { room: "room", waitSeconds: 120 });
  return fixture;
}

/** A call that was locked out of its room and knocks again. */
export function lockedOutCall(): CallFixture {
  const fixture = joinedCall(["a"]);
  fixture.receive("error", { code: "locked-out", message: "" });
  fixture.cut(4014);
  fixture.clock.advance(0);
  fixture.receive("locked", { room: "room", waitSeconds: 120 });
  assertEquals(fixture.store.get().phase, "knocking");
  return fixture;
}
