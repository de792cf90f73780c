/**
 * Picture-in-picture of one video: the shared screen, otherwise the featured
 * speaker, otherwise the first member. The video changes with the speaker.
 *
 * @module
 */
import type { CallState, RemoteMember } from "../../engine/call/call_state.ts";
import type { RenderedSize } from "../../engine/quality/uplink_budget.ts";
import type { Floating, FloatingContent } from "./floating_window.ts";

/** Assumed size of the window: about a quarter of a screen. */
const WINDOW_PX = 640;

/** Picture of the call in one video. */
export interface FloatingPicture {
  readonly peerId: string;
  readonly stream: MediaStream;
  readonly isScreen: boolean;
}

/** Picture to show, or null while no member has one. */
export function selectFloatingPicture(
  { remoteMembers, featuredSpeaker }: Pick<
    CallState,
    "remoteMembers" | "featuredSpeaker"
  >,
): FloatingPicture | null {
  const sharer = remoteMembers.filter(({ info, screen }) =>
    info.sharing && screen !== null
  ).at(-1);
  if (sharer?.screen) {
    return { peerId: sharer.id, stream: sharer.screen, isScreen: true };
  }
  const hasPicture = ({ info, video }: RemoteMember) =>
    !info.cameraOff && video !== null;
  const member =
    remoteMembers.find((member) =>
      member.id === featuredSpeaker && hasPicture(member)
    ) ?? remoteMembers.find(hasPicture);
  return member?.video
    ? { peerId: member.id, stream: member.video, isScreen: false }
    : null;
}

/** A video element that is shown above all windows. */
export class FloatingVideo implements Floating {
  readonly #video = document.createElement("video");
  #picture: FloatingPicture | null = null;

  private constructor() {
    this.#video.muted = true;
    this.#video.setAttribute("playsinline", "");
  }

  /**
   * Opens the window; rejects when the browser refuses. Needs a user gesture.
   *
   * @param onClose Called once, also when the user closes the window.
   */
  static async open(
    content: FloatingContent,
    onClose: () => void,
  ): Promise<FloatingVideo> {
    const floating = new FloatingVideo();
    const video = floating.#video;
    const hasSize = new Promise((resolve) => {
      video.addEventListener("loadedmetadata", resolve, { once: true });
    });
    floating.show(content);
    await hasSize;
    await video.requestPictureInPicture();
    video.addEventListener("leavepictureinpicture", () => {
      video.srcObject = null;
      onClose();
    }, { once: true });
    return floating;
  }

  /** Without a picture of the others it closes: the last one would stand still. */
  show({ state }: FloatingContent): void {
    const picture = selectFloatingPicture(state);
    if (!picture) return this.close();
    this.#picture = picture;
    if (this.#video.srcObject === picture.stream) return;
    this.#video.srcObject = picture.stream;
    this.#video.play().catch(() => {});
  }

  sizes(): ReadonlyMap<string, RenderedSize> {
    if (!this.#picture) return new Map();
    const { peerId, isScreen } = this.#picture;
    const size = { camera: 0, screen: 0 };
    size[isScreen ? "screen" : "camera"] = WINDOW_PX;
    return new Map([[peerId, size]]);
  }

  close(): void {
    if (document.pictureInPictureElement === this.#video) {
      document.exitPictureInPicture().catch(() => {});
    }
  }
}
