/**
 * Sockets of the connection check, which a test answers.
 *
 * @module
 */
import type {
  SignalingTransport,
  SignalingTransportEvents,
} from "../../../../client/engine/signaling/signaling_client.ts";
import type { SocketFailure } from "../../../../client/engine/signaling/socket_failure.ts";

/** One socket, and a record of what was sent. */
export class FakeSignalingTransport implements SignalingTransport {
  readonly sent: string[] = [];
  isClosed = false;
  /** Answer of the server about this socket. */
  failure: SocketFailure | null = null;

  constructor(
    readonly events: SignalingTransportEvents,
    readonly onSend: (event: string, socket: FakeSignalingTransport) => void =
      () => {},
  ) {}

  isOpen(): boolean {
    return !this.isClosed;
  }

  send(text: string): void {
    const { event } = JSON.parse(text);
    this.sent.push(event);
    this.onSend(event, this);
  }

  close(): void {
    this.isClosed = true;
  }

  explainFailure(): Promise<SocketFailure | null> {
    return Promise.resolve(this.failure);
  }

  receive(event: string, data: unknown = {}): void {
    this.events.onText(JSON.stringify({ event, data }));
  }
}
