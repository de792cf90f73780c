/**
 * Runs in the page before its own scripts: keeps its connections, and lets a
 * probe change what the page reads of their statistics.
 *
 * @module
 */
(() => {
  const connections = [];
  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = new Proxy(Original, {
    construct(target, args) {
      const connection = Reflect.construct(target, args, target);
      connections.push(connection);
      return connection;
    },
  });
  const getStats = Original.prototype.getStats;

  globalThis.statisticsPage = {
    Original,
    connections,
    /** Statistics as the browser has them. */
    getStats,
    /** Reads each connected one. */
    readConnected: (read) =>
      Promise.all(
        connections.filter((c) => c.connectionState === "connected").map(read),
      ),
    /** Gives the page the entries that `simulate` makes of a copy of each. */
    simulate: (simulate) => {
      Original.prototype.getStats = async function () {
        const report = await getStats.call(this);
        return new Map(
          [...report].map(([id, value]) => [id, simulate({ ...value })]),
        );
      };
    },
  };
})();
