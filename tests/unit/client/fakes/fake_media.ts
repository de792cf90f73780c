/**
 * Tracks, streams and devices without hardware.
 *
 * @module
 */
import type { MediaDevicesLike } from "../../../../client/engine/media/local_media.ts";
import type { MediaAccess } from "../../../../client/engine/media/media_problem.ts";
import type { DisplayDevicesLike } from "../../../../client/engine/media/screen_share.ts";

/** A track that can be stopped and ended. */
export interface FakeTrack {
  kind: string;
  enabled: boolean;
  contentHint: string;
  isStopped: boolean;
  label: string;
  settings: MediaTrackSettings;
  muted: boolean;
  onended: (() => void) | null;
  onmute: (() => void) | null;
  onunmute: (() => void) | null;
  stop(): void;
  getSettings(): MediaTrackSettings;
  getConstraints(): MediaTrackConstraints;
  /** Changes nothing, as some browsers do. */
  applyConstraints(): Promise<void>;
  addEventListener(type: string, run: () => void): void;
  removeEventListener(type: string, run: () => void): void;
  readonly listeners: Set<() => void>;
}

/** A live track of a kind, with settings where they matter. */
export function makeFakeTrack(
  kind: string,
  settings: MediaTrackSettings = {},
): MediaStreamTrack {
  const track: FakeTrack = {
    kind,
    enabled: true,
    contentHint: "",
    isStopped: false,
    label: "",
    settings,
    muted: false,
    onended: null,
    onmute: null,
    onunmute: null,
    stop() {
      this.isStopped = true;
    },
    getSettings() {
      return this.settings;
    },
    getConstraints: () => ({}),
    applyConstraints: () => Promise.resolve(),
    listeners: new Set(),
    addEventListener(_type, run) {
      this.listeners.add(run);
    },
    removeEventListener(_type, run) {
      this.listeners.delete(run);
    },
  };
  return track as unknown as MediaStreamTrack;
}

/** True for a stopped track of `makeFakeTrack`. */
export function isTrackStopped(track: MediaStreamTrack): boolean {
  return (track as unknown as FakeTrack).isStopped;
}

/** Ends a track of an application, such as that of a removed canvas. */
export function endFakeTrack(track: MediaStreamTrack): void {
  for (const run of [...(track as unknown as FakeTrack).listeners]) run();
}

/** Mutes or unmutes a track as the system does. */
export function setTrackMuted(track: MediaStreamTrack, isMuted: boolean): void {
  const fake = track as unknown as FakeTrack;
  fake.muted = isMuted;
  if (isMuted) fake.onmute?.();
  else fake.onunmute?.();
}

/** A stream of these tracks. */
export function makeFakeStream(
  initial: readonly MediaStreamTrack[],
): MediaStream {
  let tracks = [...initial];
  const ofKind = (kind: string) => () => tracks.filter((t) => t.kind === kind);
  return {
    addTrack: (track: MediaStreamTrack) => tracks.push(track),
    removeTrack: (track: MediaStreamTrack) => {
      tracks = tracks.filter((other) => other !== track);
    },
    getTracks: () => [...tracks],
    getAudioTracks: ofKind("audio"),
    getVideoTracks: ofKind("video"),
  } as unknown as MediaStream;
}

/** Devices that a test configures. */
export class FakeMediaDevices {
  readonly requestedConstraints: MediaStreamConstraints[] = [];
  readonly grantedTracks: MediaStreamTrack[] = [];
  /** Kinds of the tracks that `getDisplayMedia` captures. */
  screenTrackKinds = ["video", "audio"];
  /** Settings of a captured screen, a tab by default. */
  screenSettings: MediaTrackSettings = { displaySurface: "browser" };
  /** Constraints that the browser knows. */
  supportedConstraints: Readonly<Record<string, boolean>> = {};
  readonly displayRequests: unknown[] = [];
  deviceList: {
    kind: string;
    deviceId: string;
    groupId?: string;
    label: string;
  }[] = [];

  constructor(
    public errorNameFor: (
      constraints: MediaStreamConstraints,
    ) => string | null = () => null,
  ) {}

  get devices(): MediaDevicesLike & DisplayDevicesLike {
    return this as unknown as MediaDevicesLike & DisplayDevicesLike;
  }

  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.requestedConstraints.push(constraints);
    const refusal = this.errorNameFor(constraints);
    if (refusal) return Promise.reject(new DOMException("no", refusal));
    const kinds = [
      ...(constraints.audio ? ["audio"] : []),
      ...(constraints.video ? ["video"] : []),
    ];
    const tracks = kinds.map((kind) =>
      makeFakeTrack(kind, this.#settingsOf(kind, constraints))
    );
    this.grantedTracks.push(...tracks);
    return Promise.resolve(makeFakeStream(tracks));
  }

  /** Settings of the requested device, otherwise of the first one. */
  #settingsOf(
    kind: string,
    constraints: MediaStreamConstraints,
  ): MediaTrackSettings {
    const asked = kind === "audio" ? constraints.audio : constraints.video;
    const { deviceId, ...others } = typeof asked === "object" ? asked : {};
    const exact = typeof deviceId === "object" && "exact" in deviceId
      ? deviceId.exact
      : undefined;
    const ofKind = this.deviceList.filter((d) => d.kind === `${kind}input`);
    const device = ofKind.find((d) => d.deviceId === exact) ?? ofKind[0];
    const { echoCancellation, noiseSuppression } = others;
    return {
      ...(device
        ? { deviceId: device.deviceId, groupId: device.groupId ?? "" }
        : {}),
      ...(typeof echoCancellation === "boolean" ? { echoCancellation } : {}),
      ...(typeof noiseSuppression === "boolean" ? { noiseSuppression } : {}),
    };
  }

  getSupportedConstraints(): Readonly<Record<string, boolean>> {
    return this.supportedConstraints;
  }

  getDisplayMedia(request: unknown): Promise<MediaStream> {
    this.displayRequests.push(request);
    const refusal = this.errorNameFor({ video: true });
    if (refusal) return Promise.reject(new DOMException("no", refusal));
    const tracks = this.screenTrackKinds.map((kind) =>
      makeFakeTrack(kind, kind === "video" ? this.screenSettings : {})
    );
    this.grantedTracks.push(...tracks);
    return Promise.resolve(makeFakeStream(tracks));
  }

  enumerateDevices(): Promise<unknown[]> {
    return Promise.resolve(this.deviceList);
  }
}

/** A secure page without permissions of the person. */
export const FAKE_MEDIA_ACCESS: MediaAccess = {
  isSecure: true,
  isGranted: () => Promise.resolve(false),
};
