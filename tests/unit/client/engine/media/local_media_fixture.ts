/**
 * Local media over fake devices.
 *
 * @module
 */
import {
  LocalMedia,
  type MediaRequest,
} from "../../../../../client/engine/media/local_media.ts";
import {
  DEFAULT_MEDIA_SETTINGS,
  type MediaSettings,
} from "../../../../../client/engine/media/media_settings.ts";
import {
  type MediaState,
  NO_MEDIA,
} from "../../../../../client/engine/media/media_state.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FAKE_MEDIA_ACCESS, FakeMediaDevices } from "../../fakes/fake_media.ts";

/** A request for both devices. */
export const BOTH_DEVICES: MediaRequest = {
  camera: true,
  microphone: true,
  cameraId: null,
  microphoneId: null,
};

/** Local media, and a record of its events. */
export interface LocalMediaFixture {
  readonly media: LocalMedia;
  /** Kinds of the tracks after each change. */
  readonly sent: string[];
  /** Lost devices with their replacement. */
  readonly lost: string[];
  /** What the system took and gave back. */
  readonly interruptions: string[];
  readonly state: () => MediaState;
}

/** Local media over these devices; null stands for a page without https. */
export function makeLocalMedia(
  fake: FakeMediaDevices | null,
  settings: () => MediaSettings = () => DEFAULT_MEDIA_SETTINGS,
  suppressesNoise = () => false,
): LocalMediaFixture {
  const state = new Store<MediaState>(NO_MEDIA);
  const sent: string[] = [];
  const lost: string[] = [];
  const interruptions: string[] = [];
  const media = new LocalMedia({
    state,
    settings,
    devices: fake?.devices,
    suppressesNoise,
    mediaAccess: { ...FAKE_MEDIA_ACCESS, isSecure: fake !== null },
    onChange: () => {},
    onTracks: ({ audio, video }) =>
      sent.push(`${audio ? "audio" : "-"} ${video ? "video" : "-"}`),
    onDeviceList: () => {},
    onInterruption: (kind, isInterrupted) =>
      interruptions.push(`${kind} ${isInterrupted ? "taken" : "back"}`),
    onDeviceLost: (kind, replacement) =>
      lost.push(`${kind}: ${replacement?.label ?? "nothing"}`),
  });
  return { media, sent, lost, interruptions, state: () => state.get() };
}

/** A device list with two cameras and two microphones. */
export const TWO_OF_EACH = [
  { kind: "videoinput", deviceId: "c1", groupId: "g1", label: "Front" },
  { kind: "videoinput", deviceId: "c2", groupId: "g2", label: "Desk" },
  { kind: "audioinput", deviceId: "m1", groupId: "g1", label: "Built-in" },
  { kind: "audioinput", deviceId: "m2", groupId: "g3", label: "Headset" },
];

/** Open local media with two cameras and two microphones connected. */
export interface TwoOfEachFixture extends LocalMediaFixture {
  readonly fake: FakeMediaDevices;
  /** Removes a device from the list. */
  readonly unplug: (id: string) => void;
}

/** Opens both devices with two of each connected. */
export async function openWithTwoOfEach(): Promise<TwoOfEachFixture> {
  const fake = new FakeMediaDevices();
  fake.deviceList = [...TWO_OF_EACH];
  const fixture = makeLocalMedia(fake);
  await fixture.media.start(BOTH_DEVICES);
  const unplug = (id: string) => {
    fake.deviceList = fake.deviceList.filter((d) => d.deviceId !== id);
  };
  return { ...fixture, fake, unplug };
}
