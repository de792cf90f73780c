/**
 * Mixes the sound of all members into one track. Only a copy of the sound goes
 * through Web Audio: what is heard still comes from the media elements, which
 * the echo canceller knows.
 *
 * @module
 */

/** One track from many. */
export class SoundMix {
  readonly context = new AudioContext();
  readonly #destination = this.context.createMediaStreamDestination();
  /** Keeps many voices at once from clipping. */
  readonly #compressor = this.context.createDynamicsCompressor();
  readonly #sources = new Map<MediaStreamTrack, AudioNode>();

  constructor() {
    this.#compressor.connect(this.#destination);
    void this.context.resume();
  }

  /** The mixed sound. */
  get tracks(): readonly MediaStreamTrack[] {
    return this.#destination.stream.getAudioTracks();
  }

  /** Mixes these tracks from now on. */
  update(tracks: ReadonlySet<MediaStreamTrack>): void {
    for (const [track, source] of this.#sources) {
      if (tracks.has(track)) continue;
      source.disconnect();
      this.#sources.delete(track);
    }
    for (const track of tracks) {
      if (this.#sources.has(track) || track.readyState === "ended") continue;
      const stream = new MediaStream([track]);
      const source = this.context.createMediaStreamSource(stream);
      source.connect(this.#compressor);
      this.#sources.set(track, source);
    }
  }

  /** Ends the mixed track. */
  close(): void {
    this.update(new Set());
    void this.context.close();
  }
}
