/**
 * Runs in the page before its own scripts: reads what each connection sends
 * and decodes, and lets a test pretend that packets are lost or that rounds
 * are slow. The load of the machine that runs the test is kept out of it.
 *
 * @module
 */
(() => {
  const connections = [];
  const pretended = {};
  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = new Proxy(Original, {
    construct(target, args) {
      const connection = Reflect.construct(target, args, target);
      connections.push(connection);
      return connection;
    },
  });

  const getStats = Original.prototype.getStats;
  let costMs = 0;
  let calls = 0;
  Original.prototype.getStats = async function () {
    const beganAtMs = performance.now();
    const report = await getStats.call(this);
    costMs += performance.now() - beganAtMs;
    calls++;
    return new Map([...report].map(([id, value]) => [id, pretend(value)]));
  };

  function pretend(value) {
    const copy = { ...value };
    if (copy.qualityLimitationReason === "cpu") {
      copy.qualityLimitationReason = "none";
    }
    if (copy.freezeCount) copy.freezeCount = 0;
    if (copy.framesPerSecond) delete copy.framesPerSecond;
    if (pretended.loss && copy.type === "inbound-rtp") {
      copy.packetsLost = Math.round(copy.packetsReceived * pretended.loss);
    }
    if (pretended.rttSeconds && copy.type === "remote-inbound-rtp") {
      copy.roundTripTime = pretended.rttSeconds;
    }
    return copy;
  }

  /** What the camera's line of a connection does. */
  async function read(connection) {
    const report = [...(await connection.getStats()).values()];
    const line = (type) =>
      report.find((e) =>
        e.type === type && e.kind === "video" && e.mid === "1"
      ) ?? {};
    const [audio, camera] = connection.getSenders();
    const [encoding = {}] = camera?.getParameters().encodings ?? [];
    return {
      sentWidth: line("outbound-rtp").frameWidth ?? 0,
      framesSent: line("outbound-rtp").framesSent ?? 0,
      gotWidth: line("inbound-rtp").frameWidth ?? 0,
      framesDecoded: line("inbound-rtp").framesDecoded ?? 0,
      isActive: encoding.active,
      maxKbps: (encoding.maxBitrate ?? 0) / 1000,
      priority: audio?.getParameters().encodings[0]?.priority,
    };
  }

  globalThis.qualityProbe = {
    streams: () =>
      Promise.all(
        connections.filter((c) => c.connectionState === "connected").map(read),
      ),
    pretend: (what) => Object.assign(pretended, what),
    cost: () => ({ calls, costMs }),
  };
})();
