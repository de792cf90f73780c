/**
 * Runs in the page before its own scripts: unplugs fake devices and plugs them
 * in again, by label, and lists the open ones.
 *
 * @module
 */
(() => {
  const devices = navigator.mediaDevices;
  const list = devices.enumerateDevices.bind(devices);
  const open = devices.getUserMedia.bind(devices);
  // Its pixel format cannot be sent.
  const hidden = new Set(["fake_device_1"]);
  const tracks = [];

  devices.enumerateDevices = async () =>
    (await list()).filter(({ label }) => !hidden.has(label));
  devices.getUserMedia = async (constraints) => {
    const live = tracks.filter((t) => t.readyState === "live");
    if (maruPlug.hasOneCamera && constraints.video) {
      if (live.some((t) => t.kind === "video")) {
        throw new DOMException("In use", "NotReadableError");
      }
    }
    const stream = await open(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };

  const change = () => devices.dispatchEvent(new Event("devicechange"));

  globalThis.maruPlug = {
    /** True on a phone that cannot open a second camera. */
    hasOneCamera: false,
    unplug(...labels) {
      for (const label of labels) hidden.add(label);
      for (const track of tracks) {
        if (track.readyState !== "live" || !labels.includes(track.label)) {
          continue;
        }
        track.stop();
        track.dispatchEvent(new Event("ended"));
      }
      change();
    },
    plug(...labels) {
      for (const label of labels) hidden.delete(label);
      change();
    },
    /** Labels of the open devices of a kind. */
    live: (kind) =>
      tracks.filter((t) => t.kind === kind && t.readyState === "live")
        .map((t) => t.label).join(),
    /** Settings of the open microphone. */
    sound: () =>
      tracks.findLast((t) => t.kind === "audio" && t.readyState === "live")
        ?.getSettings() ?? {},
    /** Labels of the speakers that play the other members. */
    async speakers() {
      const known = await list();
      const labels = [...document.querySelectorAll("audio")].map((audio) =>
        known.find((d) =>
          d.kind === "audiooutput" && d.deviceId === audio.sinkId
        )?.label ?? "system"
      );
      return [...new Set(labels)].join();
    },
  };
})();
