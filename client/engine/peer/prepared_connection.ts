/**
 * The connection that the lobby makes for the first offer. It gathers nothing
 * and sends nothing: it has no description yet.
 *
 * @module
 */
import { changeIceConfiguration } from "./ice_configuration.ts";
import {
  createOfferingConnection,
  type OfferingConnection,
  type OwnStreams,
  replaceTracks,
} from "./offering_connection.ts";
import type { LocalTracks } from "./track_role.ts";

/** Dependencies of {@linkcode PreparedConnection}. */
export interface PreparedConnectionOptions extends OwnStreams {
  readonly makePc: () => RTCPeerConnection;
  readonly tracks: () => LocalTracks;
  readonly onError: (error: unknown) => void;
}

/** At most one connection that can offer at once. */
export class PreparedConnection {
  readonly #options: PreparedConnectionOptions;
  #connection: OfferingConnection | null = null;

  constructor(options: PreparedConnectionOptions) {
    this.#options = options;
  }

  /** Makes a connection unless there is one. */
  prepare(): void {
    if (this.#connection) return;
    const { makePc, tracks, onError } = this.#options;
    const pc = makePc();
    this.#connection = createOfferingConnection(pc, tracks(), this.#options);
    // Loads codecs and the certificate; the offer itself is made again later.
    pc.createOffer().catch(onError);
  }

  /** Keeps the tracks up to date. */
  setTracks(tracks: LocalTracks): void {
    const { senders = {} } = this.#connection ?? {};
    replaceTracks(senders, tracks, this.#options.onError);
  }

  /** Hands the connection over with these ICE servers; null without one. */
  take(configuration: RTCConfiguration): OfferingConnection | null {
    const connection = this.#connection;
    this.#connection = null;
    if (connection) changeIceConfiguration(connection.pc, configuration);
    return connection;
  }

  /** Closes a connection that was not taken. */
  discard(): void {
    this.#connection?.pc.close();
    this.#connection = null;
  }
}
