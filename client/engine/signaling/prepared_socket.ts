/**
 * A socket that is opened in the lobby, so that joining needs no handshake. The
 * server closes one that is not used in time; then, or when it fails, joining
 * opens a socket of its own.
 *
 * @module
 */
import { PAGE_MAX_MEMBERS } from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import type {
  ResumePoint,
  SignalingTransport,
  SignalingTransportEvents,
} from "./signaling_client.ts";

/** Opens a socket on which the page joins later. */
export type OpenDeferredSocket = (
  events: SignalingTransportEvents,
) => SignalingTransport;

interface Preparation {
  readonly transport: SignalingTransport;
  /** The `join` to send once it is open. */
  joinText: string | null;
  /** Receiver of its events once it is taken. */
  events: SignalingTransportEvents | null;
}

/** Time between two openings at least, since a server may refuse them all. */
export const PREPARE_INTERVAL_MS = 10_000;

/** Dependencies of {@linkcode PreparedSocket}. */
export interface PreparedSocketOptions {
  readonly openDeferredSocket: OpenDeferredSocket;
  readonly clock: Pick<Clock, "nowMs">;
  /**
   * Token of an invitation, or null. It is sent in a message only, since
   * addresses are logged.
   */
  readonly invitation: string | null;
}

/** At most one socket that is ready to join. */
export class PreparedSocket {
  readonly #options: PreparedSocketOptions;
  #preparation: Preparation | null = null;
  #openedAtMs = -Infinity;

  constructor(options: PreparedSocketOptions) {
    this.#options = options;
  }

  /** Opens a socket unless there is one, or was one a moment ago. */
  prepare(): void {
    const nowMs = this.#options.clock.nowMs();
    if (this.#preparation || nowMs - this.#openedAtMs < PREPARE_INTERVAL_MS) {
      return;
    }
    this.#openedAtMs = nowMs;
    this.#preparation = this.#open();
  }

  #open(): Preparation {
    const { openDeferredSocket } = this.#options;
    const transport = openDeferredSocket({
      onOpen: () => {
        const { joinText } = preparation;
        if (joinText !== null) transport.send(joinText);
      },
      onText: (text) => preparation.events?.onText(text),
      onClose: (code) => {
        if (this.#preparation === preparation) this.#preparation = null;
        preparation.events?.onClose(code);
      },
    });
    const preparation: Preparation = {
      transport,
      joinText: null,
      events: null,
    };
    return preparation;
  }

  /**
   * Joins a room on the socket and hands it over. Without one, it opens one for
   * an invitation, and is null otherwise.
   */
  take(
    room: string,
    resume: ResumePoint | null,
    events: SignalingTransportEvents,
  ): SignalingTransport | null {
    const { invitation } = this.#options;
    const isPrepared = this.#preparation !== null;
    const needsMessage = invitation !== null && resume === null;
    const preparation = this.#preparation ??
      (needsMessage ? this.#open() : null);
    if (!preparation) return null;
    this.#preparation = null;
    preparation.events = events;
    const { transport } = preparation;
    const data = {
      room,
      resume: resume && resume.token,
      received: resume && (resume.received ?? "none"),
      max: PAGE_MAX_MEMBERS,
      invitation,
    };
    const joinText = JSON.stringify({ event: "join", data });
    if (transport.isOpen()) transport.send(joinText);
    else preparation.joinText = joinText;
    return { ...transport, isPrepared };
  }

  /** Closes a socket that was not taken. */
  discard(): void {
    const preparation = this.#preparation;
    this.#preparation = null;
    preparation?.transport.close(1000);
  }
}
