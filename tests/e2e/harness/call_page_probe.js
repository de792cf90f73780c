/**
 * Runs in the page before its own scripts: records every RTCPeerConnection of
 * the page, so that a test can read its statistics, and every violation of the
 * content security policy.
 *
 * @module
 */
(() => {
  const POLL_MS = 50;
  // The real clock, also where a test changes that of the page.
  const nowMs = performance.now.bind(performance);
  const wait = globalThis.setTimeout.bind(globalThis);
  const connections = [];
  const violations = [];
  addEventListener("securitypolicyviolation", (event) => {
    violations.push(`${event.violatedDirective} ${event.blockedURI}`);
  });

  let fileBytes = 0;
  /** Counts the bytes sent on the channel of files. */
  function watchFiles(connection) {
    const create = connection.createDataChannel;
    connection.createDataChannel = function (label, init) {
      const channel = create.call(this, label, init);
      const send = channel.send;
      channel.send = function (data) {
        if (label === "files") fileBytes += data.byteLength ?? 0;
        send.call(this, data);
      };
      return channel;
    };
  }

  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = new Proxy(Original, {
    construct(target, args, newTarget) {
      const actual = newTarget === globalThis.RTCPeerConnection
        ? target
        : newTarget;
      const connection = Reflect.construct(target, args, actual);
      connections.push(connection);
      watchFiles(connection);
      return connection;
    },
  });

  const isLive = (connection) => connection.connectionState !== "closed";

  /** Type and transport of a candidate; that to the relay for a relayed one. */
  const pathOf = ({ candidateType, protocol, relayProtocol }) =>
    `${candidateType} ${relayProtocol || protocol}`;

  async function read(connection) {
    const report = [...(await connection.getStats()).values()];
    const byId = new Map(report.map((entry) => [entry.id, entry]));
    const ofType = (type, kind) =>
      report.filter((e) => e.type === type && (!kind || e.kind === kind));
    const sum = (entries, key) =>
      entries.reduce((total, entry) => total + (entry[key] ?? 0), 0);
    const transport = ofType("transport").find((e) =>
      e.selectedCandidatePairId
    );
    const pair = byId.get(transport?.selectedCandidatePairId) ??
      ofType("candidate-pair").find((e) => e.nominated);
    const candidate = (id) => byId.get(id) ?? {};
    return {
      index: connections.indexOf(connection),
      connectionState: connection.connectionState,
      iceConnectionState: connection.iceConnectionState,
      iceGatheringState: connection.iceGatheringState,
      signalingState: connection.signalingState,
      localUfrag: /ice-ufrag:(\S+)/.exec(
        connection.localDescription?.sdp ?? "",
      )?.[1] ?? "",
      localVersion: /^o=\S+ \S+ (\d+)/m.exec(
        connection.localDescription?.sdp ?? "",
      )?.[1] ?? "",
      localType: candidate(pair?.localCandidateId).candidateType ?? "",
      remoteType: candidate(pair?.remoteCandidateId).candidateType ?? "",
      pair: pair
        ? [pair.localCandidateId, pair.remoteCandidateId]
          .map((id) => pathOf(candidate(id))).join(" - ")
        : "",
      framesDecoded: sum(ofType("inbound-rtp", "video"), "framesDecoded"),
      audioEnergy: sum(ofType("inbound-rtp", "audio"), "totalAudioEnergy"),
      audioSeconds: sum(ofType("inbound-rtp", "audio"), "totalSamplesDuration"),
      bytesReceived: sum(ofType("inbound-rtp"), "bytesReceived"),
      framesSent: sum(ofType("outbound-rtp", "video"), "framesSent"),
      bytesSent: sum(ofType("outbound-rtp"), "bytesSent"),
      directions: connection.getTransceivers().map((t) =>
        `${t.sender.track?.kind ?? "-"} ${t.currentDirection}`
      ).join(", "),
    };
  }

  const stats = () => Promise.all(connections.filter(isLive).map(read));

  /** Repeats `look` until `enough` accepts the result. */
  async function until(what, timeoutMs, look, enough) {
    const end = nowMs() + timeoutMs;
    for (;;) {
      const seen = await look();
      if (enough(seen)) return seen;
      if (nowMs() > end) {
        throw new Error(
          `${what}: not within ${timeoutMs} ms, last seen ${
            JSON.stringify(seen)
          }`,
        );
      }
      await new Promise((resolve) => wait(resolve, POLL_MS));
    }
  }

  /** Waits until `peers` connections each decode `frames` more and hear more. */
  async function media({ peers, frames, audio, timeoutMs }) {
    const first = new Map();
    const grew = (entry) => {
      const start = first.get(entry.index) ?? entry;
      first.set(entry.index, start);
      return entry.connectionState === "connected" &&
        entry.framesDecoded >= start.framesDecoded + frames &&
        (!audio || entry.audioEnergy > start.audioEnergy);
    };
    return await until(
      `Media of ${peers}`,
      timeoutMs,
      stats,
      (seen) => seen.filter(grew).length === peers,
    );
  }

  /** Waits until each video below `selector` has painted `frames` frames more. */
  async function painted({ selector, videos, frames, timeoutMs }) {
    const counts = new Map();
    const watch = (video) => {
      counts.set(video, -1);
      const onFrame = () => {
        counts.set(video, counts.get(video) + 1);
        if (counts.get(video) < frames) {
          video.requestVideoFrameCallback(onFrame);
        }
      };
      video.requestVideoFrameCallback(onFrame);
    };
    return await until(
      "Painted frames",
      timeoutMs,
      () => {
        for (const video of document.querySelectorAll(`${selector} video`)) {
          if (!counts.has(video)) watch(video);
        }
        return [...counts].map(([video, painted]) => ({
          painted,
          width: video.videoWidth,
          muted: video.muted,
        }));
      },
      (seen) =>
        seen.filter((v) => v.painted >= frames && v.width > 0).length >= videos,
    );
  }

  /** Waits until exactly `count` elements match `selector`. */
  async function count({ selector, count, timeoutMs }) {
    const look = () => document.querySelectorAll(selector).length;
    return await until(selector, timeoutMs, look, (seen) => seen === count);
  }

  /** Restarts ICE on every live connection. */
  function restartIce() {
    for (const connection of connections.filter(isLive)) {
      connection.restartIce();
    }
  }

  /** Closes every live connection. */
  function closeAll() {
    for (const connection of connections.filter(isLive)) connection.close();
  }

  globalThis.maruProbe = {
    closeAll,
    sentOnFiles: () => fileBytes,
    stats,
    media,
    painted,
    count,
    restartIce,
    // A lobby makes a connection that a member alone does not use.
    made: () => connections.filter((c) => c.localDescription).length,
    violations: () => violations,
  };
})();
