import { assert, assertEquals } from "@std/assert";
import net from "node:net";
import tls from "node:tls";
import { parseCidrs } from "../../../server/net/cidr.ts";
import { DenoUdpEngine } from "../../../ice/transport/deno_udp.ts";
import { makeCertificate } from "../../fakes/certificate.ts";
import {
  hasNetworkPermission,
  IceTestServer,
  receiveNextData,
} from "../../fakes/local_ice_server.ts";

const ignore = !(await hasNetworkPermission());
const family = (hostname: string) => hostname.includes(":") ? 2 : 1;
const bytes = (text: string) => new TextEncoder().encode(text);

for (const hostname of ["127.0.0.1", "::1"]) {
  for (const transport of ["udp", "tcp", "tls"] as const) {
    Deno.test({
      name:
        `Indications and ChannelData are relayed over ${transport} on ${hostname}`,
      ignore,
      async fn() {
        await using testServer = await IceTestServer.start(hostname);
        const signal = AbortSignal.timeout(10_000);
        testServer.openSeat("b", "room");
        const connected = await testServer.connectClient(
          transport,
          "a",
          "room",
        );
        const { client } = connected;
        const peer = testServer.openPeer();
        const relayed = await client.allocate(signal, (writer) => {
          writer.bytes(0x17, Uint8Array.of(family(hostname), 0, 0, 0));
        });
        assert(typeof relayed !== "number", `Allocate: ${relayed}`);
        assertEquals(relayed.hostname, hostname);
        assertEquals(await client.createPermission(peer.address, signal), null);

        client.sendIndication(peer.address, bytes("indicated"));
        const first = await peer.receive();
        assertEquals(first.data, bytes("indicated"));
        assertEquals(first.from, relayed);
        const received = receiveNextData(connected);
        await peer.send(bytes("reply"), relayed);
        assertEquals(await received, {
          data: bytes("reply"),
          from: { peer: peer.address },
        });

        assertEquals(
          await client.bindChannel(0x4007, peer.address, signal),
          null,
        );
        client.sendChannelData(0x4007, bytes("on the channel"));
        assertEquals((await peer.receive()).data, bytes("on the channel"));
        const receivedOnChannel = receiveNextData(connected);
        await peer.send(bytes("too"), relayed);
        assertEquals(await receivedOnChannel, {
          data: bytes("too"),
          from: { channel: 0x4007 },
        });
        const stats = testServer.server.stats();
        assertEquals(stats.allocations, 1);
        assertEquals(stats.relayed.toPeers, 2);
        assertEquals((await client.refresh(0, signal)).error, null);
        assertEquals(testServer.server.stats().allocations, 0);
        assertEquals(testServer.failures, []);
      },
    });
  }
}

Deno.test({
  name: "Large datagrams are relayed, to the client from the second one on",
  ignore,
  async fn() {
    await using testServer = await IceTestServer.start("127.0.0.1");
    const signal = AbortSignal.timeout(10_000);
    testServer.openSeat("b", "room");
    const connected = await testServer.connectClient("udp", "a", "room");
    const peer = testServer.openPeer();
    const relayed = await connected.client.allocate(signal);
    assert(typeof relayed !== "number");
    await connected.client.createPermission(peer.address, signal);
    connected.client.sendIndication(peer.address, new Uint8Array(9000).fill(7));
    assertEquals((await peer.receive()).data.length, 9000);
    const received = receiveNextData(connected);
    await peer.send(new Uint8Array(9000), relayed);
    await peer.send(new Uint8Array(8000), relayed);
    assertEquals((await received).data.length, 8000);
    assertEquals(testServer.server.stats().drops, { "too-long": 1 });
  },
});

Deno.test({
  name: "Two relay-only members reach each other over different transports",
  ignore,
  async fn() {
    await using testServer = await IceTestServer.start("127.0.0.1");
    const signal = AbortSignal.timeout(10_000);
    const a = await testServer.connectClient("tcp", "a", "room");
    const b = await testServer.connectClient("udp", "b", "room");
    const relayedA = await a.client.allocate(signal);
    const relayedB = await b.client.allocate(signal);
    assert(typeof relayedA !== "number" && typeof relayedB !== "number");
    await a.client.createPermission(relayedB, signal);
    await b.client.createPermission(relayedA, signal);
    const arrived = receiveNextData(b);
    a.client.sendIndication(relayedB, bytes("hello"));
    assertEquals(await arrived, {
      data: bytes("hello"),
      from: { peer: relayedA },
    });
  },
});

Deno.test({
  name:
    "A member who leaves loses the relay at once, and its credential is void",
  ignore,
  async fn() {
    await using testServer = await IceTestServer.start("127.0.0.1");
    const signal = AbortSignal.timeout(10_000);
    const { client } = await testServer.connectClient("udp", "a", "room");
    assert(typeof await client.allocate(signal) !== "number");
    testServer.server.seatEvents.seatClosed("a");
    assertEquals(testServer.server.stats().allocations, 0);
    assertEquals((await client.refresh(600, signal)).error, 437);
    assertEquals(await client.allocate(signal), 401);
  },
});

Deno.test({
  name:
    "A packet to an unroutable peer is dropped without ending the allocation",
  ignore,
  async fn() {
    await using testServer = await IceTestServer.start("127.0.0.1");
    const signal = AbortSignal.timeout(10_000);
    const { client } = await testServer.connectClient("udp", "anon-1");
    await client.allocate(signal);
    // A socket bound to loopback has no route to other addresses.
    const peer = { hostname: "198.51.100.1", port: 9 };
    assertEquals(await client.createPermission(peer, signal), null);
    client.sendIndication(peer, bytes("lost"));
    assertEquals((await client.refresh(600, signal)).error, null);
    const { allocations, drops } = testServer.server.stats();
    assertEquals({ allocations, drops }, {
      allocations: 1,
      drops: { "send-failed": 1 },
    });
  },
});

Deno.test({
  name:
    "A credential without a seat reaches loopback only if the operator allows it",
  ignore,
  async fn() {
    for (const allow of [[], ["127.0.0.0/8"]]) {
      await using testServer = await IceTestServer.start("127.0.0.1", {
        allowPeers: parseCidrs(allow),
      });
      const signal = AbortSignal.timeout(10_000);
      const { client } = await testServer.connectClient("udp", "anon-1");
      await client.allocate(signal);
      const refused = await client.createPermission(
        testServer.openPeer().address,
        signal,
      );
      assertEquals(refused, allow.length > 0 ? null : 403);
    }
  },
});

Deno.test({
  name: "A port in use is reported, and the others work",
  ignore,
  async fn() {
    const taken = Deno.listenDatagram({
      transport: "udp",
      hostname: "127.0.0.1",
      port: 0,
    });
    const port = "port" in taken.addr ? taken.addr.port : 0;
    await using testServer = await IceTestServer.start("127.0.0.1", {
      ports: { udp: port, tcp: 0, tls: null },
    });
    assertEquals(testServer.server.listenFailures(), [
      { transport: "udp", hostname: "127.0.0.1", port, reason: "in-use" },
    ]);
    const { udp, tcp, tls } = testServer.server.endpoints();
    assertEquals([udp.length, tcp.length, tls.length], [0, 1, 0]);
    const results = await testServer.server.testRelays();
    assertEquals(results.map((r) => [r.transport, r.isOk]), [["tcp", true]]);
    taken.close();
  },
});

Deno.test({
  name:
    "New addresses are listened on, and removed ones lose their allocations",
  ignore,
  async fn() {
    let addresses = ["127.0.0.1", "127.0.0.2"];
    await using testServer = await IceTestServer.start("127.0.0.2", {
      hosts: "all",
      listAddresses: () => addresses,
    });
    const signal = AbortSignal.timeout(10_000);
    const { client } = await testServer.connectClient("udp", "a", "room");
    const relayed = await client.allocate(signal);
    assert(typeof relayed !== "number");
    assertEquals(relayed.hostname, "127.0.0.2");
    addresses = ["127.0.0.1", "127.0.0.3"];
    await testServer.server.syncAddresses();
    assertEquals(testServer.server.stats().allocations, 0);
    const atNewAddress = testServer.at("127.0.0.3");
    const other = await atNewAddress.connectClient("udp", "b", "room");
    assert(typeof await other.client.allocate(signal) !== "number");
    other.close();
  },
});

Deno.test({
  name: "A removed address closes its TCP and TLS clients",
  ignore,
  async fn() {
    let addresses = ["127.0.0.2"];
    await using testServer = await IceTestServer.start("127.0.0.2", {
      hosts: "all",
      listAddresses: () => addresses,
    });
    const signal = AbortSignal.timeout(10_000);
    for (const transport of ["tcp", "tls"] as const) {
      const { client } = await testServer.connectClient(
        transport,
        transport,
        "room",
      );
      assert(typeof await client.allocate(signal) !== "number");
    }
    addresses = ["127.0.0.3"];
    await testServer.server.syncAddresses();
    assertEquals(testServer.server.stats().allocations, 0);
    const atNewAddress = testServer.at("127.0.0.3");
    for (const transport of ["tcp", "tls"] as const) {
      const other = await atNewAddress.connectClient(
        transport,
        `other-${transport}`,
      );
      assert(typeof await other.client.allocate(signal) !== "number");
      other.close();
    }
  },
});

/** Whether a listener accepts a connection there. */
async function accepts(hostname: string, port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname, port })).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test({
  name: "Each form of HOST listens on the addresses that it means",
  ignore,
  async fn() {
    for (
      const [host, expected] of [
        ["localhost", ["127.0.0.1", "::1"]],
        ["0.0.0.0", ["127.0.0.1"]],
        ["::", ["127.0.0.1", "::1"]],
        ["[::1]", ["::1"]],
        ["no.such.host", []],
      ] as const
    ) {
      await using testServer = await IceTestServer.start("127.0.0.1", {
        hosts: [host],
        listAddresses: () => ["127.0.0.1", "::1"],
      });
      const port = testServer.server.endpoints().tcp[0] ?? 1;
      const answering = [];
      for (const hostname of ["127.0.0.1", "::1"]) {
        if (await accepts(hostname, port)) answering.push(hostname);
      }
      assertEquals(answering, [...expected]);
      assertEquals(testServer.server.listenFailures(), []);
    }
  },
});

Deno.test({
  name: "testRelays() relays over each transport, with static credentials too",
  ignore,
  async fn() {
    for (const hostname of ["127.0.0.1", "::1"]) {
      await using testServer = await IceTestServer.start(hostname, {
        credentials: { kind: "static", username: "u", credential: "c" },
      });
      const results = await testServer.server.testRelays();
      assertEquals(
        results.map((result) => [result.transport, result.isOk]),
        [["udp", true], ["tcp", true], ["tls", true]],
      );
      const { allocations, seats } = testServer.server.stats();
      assertEquals({ allocations, seats }, { allocations: 0, seats: 0 });
    }
  },
});

/** Common name of the certificate of a TLS port. */
function shownName(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect(
      { host: "127.0.0.1", port, rejectUnauthorized: false },
      () => {
        const { subject } = socket.getPeerCertificate();
        socket.on("close", () => resolve(String(subject.CN)));
        socket.destroy();
      },
    );
    socket.on("error", reject);
  });
}

Deno.test({
  name: "setCertificate() applies to new connections and keeps open ones",
  ignore,
  async fn() {
    await using testServer = await IceTestServer.start("127.0.0.1", {
      certificate: await makeCertificate("old"),
    });
    const { port } = testServer.serverAddress("tls");
    const signal = AbortSignal.timeout(10_000);
    const { client } = await testServer.connectClient("tls", "a", "room");
    assert(typeof await client.allocate(signal) !== "number");
    assertEquals(await shownName(port), "old");
    await testServer.server.setCertificate(await makeCertificate("new"));
    assertEquals(await shownName(port), "new");
    assertEquals((await client.refresh(600, signal)).error, null);
  },
});

Deno.test({
  name: "setCertificate() starts TLS where there was no certificate",
  ignore,
  async fn() {
    await using testServer = await IceTestServer.start("127.0.0.1", {
      certificate: null,
    });
    assertEquals(testServer.server.endpoints().tls, []);
    await testServer.server.setCertificate(await makeCertificate("late"));
    assertEquals(await shownName(testServer.serverAddress("tls").port), "late");
  },
});

Deno.test({
  name: "onEndpointsChanged is called only when the answering ports change",
  ignore,
  async fn() {
    let addresses = ["127.0.0.2"];
    let calls = 0;
    await using testServer = await IceTestServer.start("127.0.0.2", {
      hosts: "all",
      listAddresses: () => addresses,
      certificate: null,
      onEndpointsChanged: () => calls++,
    });
    const { server } = testServer;
    await server.syncAddresses();
    assertEquals(calls, 0);
    await server.setCertificate(await makeCertificate("late"));
    assertEquals(calls, 1);
    await server.setCertificate(await makeCertificate("next"));
    assertEquals(calls, 1);
    addresses = [];
    await server.syncAddresses();
    assertEquals(calls, 2);
    addresses = ["127.0.0.3"];
    await server.syncAddresses();
    assertEquals(calls, 3);
  },
});

Deno.test({
  name: "acceptStream() serves TURN on a connection accepted elsewhere",
  ignore,
  async fn() {
    await using testServer = await IceTestServer.start("127.0.0.1", {
      ports: { udp: null, tcp: null, tls: null },
    });
    const front = net.createServer((socket) => {
      const local = { hostname: "127.0.0.1", port: socket.localPort ?? 0 };
      const peer = { hostname: "127.0.0.1", port: socket.remotePort ?? 0 };
      testServer.server.acceptStream(socket, peer, local);
    });
    await new Promise<void>((done) => front.listen(0, "127.0.0.1", done));
    const bound = front.address();
    const port = typeof bound === "object" && bound ? bound.port : 0;
    const socket = await Deno.connect({ hostname: "127.0.0.1", port });
    const request = "000100002112a442000000000000000000000001";
    await socket.write(Uint8Array.fromHex(request));
    const answer = new Uint8Array(100);
    assertEquals(await socket.read(answer), 32);
    assertEquals(answer.subarray(0, 2).toHex(), "0101");
    socket.close();
    await new Promise((done) => front.close(done));
  },
});

for (const jumpMs of [-3_600_000, 3_600_000]) {
  Deno.test({
    name: `A running relay does not notice a clock that jumps by ${jumpMs} ms`,
    ignore,
    async fn() {
      await using testServer = await IceTestServer.start("127.0.0.1");
      const signal = AbortSignal.timeout(10_000);
      testServer.openSeat("b", "room");
      const { client } = await testServer.connectClient("udp", "a", "room");
      assert(typeof await client.allocate(signal) !== "number");
      const peer = testServer.openPeer();
      await client.createPermission(peer.address, signal);
      const now = Date.now;
      try {
        Date.now = () => now() + jumpMs;
        for (const text of ["one", "two"]) {
          client.sendIndication(peer.address, bytes(text));
          assertEquals((await peer.receive()).data, bytes(text));
        }
        assertEquals((await client.refresh(600, signal)).error, null);
        assertEquals(testServer.server.stats().drops, {});
      } finally {
        Date.now = now;
      }
    },
  });
}

Deno.test({
  name: "Running out of descriptors is a refusal with a cause, not a bug",
  ignore,
  async fn() {
    const refusals: string[] = [];
    let isStarved = false;
    const tooMany = () =>
      Object.assign(new Error("Too many open files"), { code: "EMFILE" });
    const listen = ((
      options: Deno.UdpListenOptions & { readonly transport: "udp" },
    ) => {
      if (isStarved) throw tooMany();
      return Deno.listenDatagram(options);
    }) as typeof Deno.listenDatagram;
    await using testServer = await IceTestServer.start("127.0.0.1", {
      onRefusal: (cause) => void refusals.push(cause),
      listAddresses: () => {
        if (isStarved) throw tooMany();
        return ["127.0.0.1"];
      },
      createUdpEngine: (observer) => new DenoUdpEngine(observer, listen),
    });
    const signal = AbortSignal.timeout(30_000);
    const { client } = await testServer.connectClient("udp", "a", "room");
    isStarved = true;
    assertEquals(await client.allocate(signal), 508);
    assertEquals(refusals, ["relay-descriptors"]);
    // The addresses are read every few seconds.
    while (refusals.length < 2) {
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assertEquals(refusals[1], "relay-descriptors");
    assertEquals(testServer.server.stats().refusals, {
      "relay-descriptors": 2,
    });
    assertEquals(testServer.failures, []);
    isStarved = false;
    assert(typeof await client.allocate(signal) !== "number");
  },
});
