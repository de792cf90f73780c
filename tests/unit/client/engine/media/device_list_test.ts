import { assertEquals } from "@std/assert";
import {
  findNewDevice,
  findReplacement,
  isUnplugged,
  listDeviceChoices,
  MAX_DEVICES,
  type MediaDevice,
  readDevices,
} from "../../../../../client/engine/media/device_list.ts";

const device = (
  kind: MediaDevice["kind"],
  id: string,
  groupId = "",
  label = id,
): MediaDevice => ({ kind, id, groupId, label });

const LIST = [
  device("camera", "c1", "g1"),
  device("microphone", "default", "g2"),
  device("microphone", "m1", "g1"),
  device("microphone", "m2", "g2"),
  device("speaker", "default", "g3"),
  device("speaker", "s1", "g3"),
];
const without = (...ids: string[]) =>
  LIST.filter(({ id }) => !ids.includes(id));

Deno.test("readDevices() keeps known kinds, and removes USB ids from labels", () => {
  assertEquals(
    readDevices([
      { kind: "videoinput", deviceId: "c", label: "Cam (046d:0825)" },
      { kind: "smellinput", deviceId: "x", label: "Nose" },
      { kind: "audiooutput", deviceId: "", groupId: "g", label: "" },
    ]),
    [
      { kind: "camera", id: "c", groupId: "", label: "Cam" },
      { kind: "speaker", id: "", groupId: "g", label: "" },
    ],
  );
});

Deno.test("readDevices() bounds the list", () => {
  const one = { kind: "audioinput", deviceId: "m", label: "x".repeat(1000) };
  const devices = readDevices(Array(MAX_DEVICES + 1).fill(one));
  assertEquals(devices.length, MAX_DEVICES);
  assertEquals(devices[0]?.label.length, 100);
});

Deno.test("listDeviceChoices() leaves out aliases and entries without an id", () => {
  const hidden = device("microphone", "");
  assertEquals(listDeviceChoices([...LIST, hidden], "microphone"), [
    { id: "m1", label: "m1" },
    { id: "m2", label: "m2" },
  ]);
});

Deno.test("isUnplugged() detects that the active device was removed", () => {
  const used = { id: "m1", groupId: "g1" };
  assertEquals(isUnplugged(LIST, "microphone", used), false);
  assertEquals(isUnplugged(without("m1"), "microphone", used), true);
  assertEquals(isUnplugged([], "microphone", used), true);
});

Deno.test("isUnplugged() detects that the device behind the system default was removed", () => {
  const used = { id: "default", groupId: "g2" };
  const after = [
    ...without("m2", "default"),
    device("microphone", "default", "g1"),
  ];
  assertEquals(isUnplugged(LIST, "microphone", used), false);
  assertEquals(isUnplugged(after, "microphone", used), true);
});

Deno.test("isUnplugged() is false while the list hides ids", () => {
  const hidden = [device("microphone", "")];
  const used = { id: "m1", groupId: "g1" };
  assertEquals(isUnplugged(hidden, "microphone", used), false);
  assertEquals(isUnplugged(LIST, "camera", { id: "", groupId: "" }), false);
});

Deno.test("findReplacement() prefers the system default, otherwise the first device", () => {
  const gone = { id: "m0", groupId: "g0" };
  assertEquals(findReplacement(LIST, "microphone", gone)?.id, "m2");
  const plain = without("default");
  assertEquals(findReplacement(plain, "microphone", gone)?.id, "m1");
});

Deno.test("findReplacement() excludes other entries of the removed device, and may find none", () => {
  const gone = { id: "c1", groupId: "g1" };
  assertEquals(findReplacement(LIST, "camera", gone), null);
});

Deno.test("findNewDevice() reports a headset as one device", () => {
  const after = [
    ...LIST,
    device("microphone", "m9", "g9", "Headset"),
    device("speaker", "s9", "g9", "Headset"),
    device("speaker", "s8", "g8", "Television"),
  ];
  assertEquals(findNewDevice(LIST, after), {
    label: "Headset",
    ids: { microphone: "m9", speaker: "s9" },
  });
});

Deno.test("findNewDevice() reports devices without a group one at a time", () => {
  const after = [...LIST, device("camera", "c9"), device("microphone", "m9")];
  assertEquals(findNewDevice(LIST, after), {
    label: "c9",
    ids: { camera: "c9" },
  });
});

Deno.test("findNewDevice() ignores removed devices and another system default", () => {
  assertEquals(findNewDevice(LIST, without("m2")), null);
  const other = [...LIST, device("microphone", "communications", "g1")];
  assertEquals(findNewDevice(LIST, other), null);
});

Deno.test("findNewDevice() ignores devices whose id was hidden before", () => {
  const hidden = [device("microphone", ""), device("speaker", "")];
  assertEquals(findNewDevice(hidden, without("c1")), null);
});
