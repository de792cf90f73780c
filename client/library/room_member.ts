/**
 * Another member, as the application sees it.
 *
 * @module
 */
import type { RemoteMember } from "../engine/call/remote_member.ts";
import type { RenderedSize } from "../engine/quality/uplink_budget.ts";
import type { LeaveReason, MediaSource, Member } from "./maru.d.ts";
import { setTracks } from "./own_media.ts";
import { Playback } from "./playback.ts";

/** A member of one room. */
export class RoomMember implements Member {
  readonly id: string;
  onchange: Member["onchange"] = null;
  onleave: Member["onleave"] = null;
  connection: RTCPeerConnection | null = null;
  readonly #streams: Readonly<Record<MediaSource, MediaStream>>;
  readonly #playback: Playback;
  readonly #onAllow: () => void;
  #state: RemoteMember;

  constructor(
    state: RemoteMember,
    makeStream: (tracks: MediaStreamTrack[]) => MediaStream,
    onAllow: () => void,
  ) {
    this.#onAllow = onAllow;
    this.id = state.id;
    this.#state = state;
    this.#streams = { camera: makeStream([]), screen: makeStream([]) };
    this.#playback = new Playback(this.#streams);
  }

  get name(): string {
    return this.#state.info.name;
  }

  /**
   * False for a newcomer whose profile has not arrived yet; one without a name
   * is introduced when its connection is made, or cannot be made yet.
   */
  get isIntroduced(): boolean {
    const { info, status, standing } = this.#state;
    return info.name !== "" || status.kind !== "connecting" ||
      !["unknown", "proven", "allowed"].includes(standing);
  }

  get audio(): boolean {
    return !this.#state.info.muted;
  }

  get video(): boolean {
    return !this.#state.info.cameraOff;
  }

  get sharing(): boolean {
    return this.#state.info.sharing;
  }

  get state(): Member["state"] {
    return this.#state.status.kind;
  }

  get proven(): boolean {
    return this.#state.standing === "proven";
  }

  allow(): void {
    this.#onAllow();
  }

  attach(element: HTMLMediaElement, source: MediaSource = "camera"): void {
    this.#playback.attach(element, source);
  }

  detach(element: HTMLMediaElement): void {
    this.#playback.detach(element);
  }

  stream(source: MediaSource = "camera"): MediaStream {
    return this.#playback.use(source);
  }

  /** Size in which the application shows the member. */
  renderedSize(): RenderedSize {
    return this.#playback.size();
  }

  /** Applies another state of the engine. */
  update(next: RemoteMember): void {
    const before = this.#state;
    if (before === next) return;
    this.#state = next;
    const { audio, video, screen, screenAudio } = next;
    const { camera, screen: second } = this.#streams;
    const isNew = [
      setTracks(camera, [trackOf(audio), trackOf(video)]),
      setTracks(second, [trackOf(screen), trackOf(screenAudio)]),
    ];
    if (isNew.includes(true)) this.#playback.resume();
    if (summaryOf(before) !== summaryOf(next)) this.onchange?.();
  }

  /** The member has left. */
  end(reason: LeaveReason): void {
    this.#playback.close();
    this.connection = null;
    this.onleave?.(reason);
  }
}

function trackOf(stream: MediaStream | null): MediaStreamTrack | undefined {
  return stream?.getTracks()[0];
}

/** What `onchange` is for. */
function summaryOf({ info, status, standing }: RemoteMember): string {
  const { name, muted, cameraOff, sharing } = info;
  return JSON.stringify([
    name,
    muted,
    cameraOff,
    sharing,
    status.kind,
    standing,
  ]);
}
