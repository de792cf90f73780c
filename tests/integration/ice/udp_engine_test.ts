import { assert, assertEquals } from "@std/assert";
import type { TransportAddress } from "../../../server/net/ip_address.ts";
import { DenoUdpEngine } from "../../../ice/transport/deno_udp.ts";
import { createFfiUdpEngine } from "../../../ice/transport/ffi/ffi_udp.ts";
import type {
  UdpEngine,
  UdpObserver,
  UdpSocket,
} from "../../../ice/transport/udp_engine.ts";
import { HEADROOM, TAILROOM } from "../../../ice/turn/relay/packet_buffer.ts";
import {
  hasNetworkPermission,
  IceTestServer,
} from "../../fakes/local_ice_server.ts";

/** UDP engines; each runs the same tests. */
const ENGINES: Record<string, (observer: UdpObserver) => UdpEngine> = {
  deno: (observer) => new DenoUdpEngine(observer),
  ffi: createFfiUdpEngine,
};

async function mayUse(engine: string): Promise<boolean> {
  if (!await hasNetworkPermission()) return false;
  if (engine !== "ffi") return true;
  const { state } = await Deno.permissions.query({ name: "ffi" });
  return state === "granted" && Deno.build.os === "linux";
}

interface Arrived {
  readonly data: Uint8Array;
  readonly from: TransportAddress;
}

class Bench implements AsyncDisposable {
  readonly drops: string[] = [];
  readonly failures: unknown[] = [];
  readonly engine: UdpEngine;
  readonly #waiting: ((arrived: Arrived) => void)[] = [];
  readonly arrived: Arrived[] = [];

  constructor(make: (observer: UdpObserver) => UdpEngine) {
    this.engine = make({
      onDrop: (reason) => this.drops.push(reason),
      onError: (error) => this.failures.push(error),
      nowMs: () => 1,
    });
  }

  bind(hostname: string, onArrival = (_: Arrived) => {}): UdpSocket {
    const socket = this.engine.bind(
      { hostname, port: 0 },
      "any",
      (bytes, start, end, from, port) => {
        assert(start >= HEADROOM && end + TAILROOM <= bytes.length);
        const data = bytes.slice(start, end);
        const arrived = { data, from: { hostname: from, port } };
        onArrival(arrived);
        const waiting = this.#waiting.shift();
        if (waiting) waiting(arrived);
        else this.arrived.push(arrived);
      },
    );
    assert(typeof socket !== "string", `bind: ${socket}`);
    return socket;
  }

  next(): Promise<Arrived> {
    const arrived = this.arrived.shift();
    if (arrived) return Promise.resolve(arrived);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.close();
  }
}

const numbered = (length: number) =>
  Uint8Array.from({ length }, (_, index) => index & 0xff);

for (const [name, make] of Object.entries(ENGINES)) {
  const ignore = !await mayUse(name);

  for (const hostname of ["127.0.0.1", "::1"]) {
    Deno.test({
      name:
        `The ${name} engine sends and receives datagrams of every size on ${hostname}`,
      ignore,
      async fn() {
        await using bench = new Bench(make);
        const [a, b] = [bench.bind(hostname), bench.bind(hostname)];
        for (const length of [0, 1, 1200, 2048, 2049, 9000, 60_000]) {
          const bytes = numbered(length + 20);
          a.send(bytes, 10, 10 + length, b);
          const { data, from } = await bench.next();
          assertEquals(data, bytes.slice(10, 10 + length));
          assertEquals(from, { hostname, port: a.port });
        }
        a.close();
        b.close();
        assertEquals(bench.drops, []);
      },
    });
  }

  Deno.test({
    name:
      `The ${name} engine keeps datagrams intact and in order when their buffer is reused at once`,
    ignore,
    async fn() {
      await using bench = new Bench(make);
      const [a, b] = [bench.bind("127.0.0.1"), bench.bind("127.0.0.1")];
      const buffer = new Uint8Array(100);
      for (let n = 0; n < 50; n++) {
        buffer.fill(n);
        a.send(buffer, 0, 100, b);
      }
      const values = [];
      for (let n = 0; n < 50; n++) values.push((await bench.next()).data[99]);
      assertEquals(values, [...Array(50).keys()]);
      a.close();
      b.close();
    },
  });

  Deno.test({
    name: `The ${name} engine sends from inside its receiver`,
    ignore,
    async fn() {
      await using bench = new Bench(make);
      const a = bench.bind("127.0.0.1");
      const echo = bench.engine.bind(
        { hostname: "127.0.0.1", port: 0 },
        "usual",
        (bytes, start, end, hostname, port) => {
          bytes[start - 1] = 0xee;
          if (typeof echo !== "string") {
            echo.send(bytes, start - 1, end, { hostname, port });
          }
        },
      );
      assert(typeof echo !== "string");
      for (let n = 0; n < 20; n++) a.send(Uint8Array.of(n, 1), 0, 2, echo);
      const firsts = [];
      for (let n = 0; n < 20; n++) {
        const { data } = await bench.next();
        assertEquals([data[0], data[2]], [0xee, 1]);
        firsts.push(data[1]);
      }
      assertEquals(new Set(firsts).size, 20);
      a.close();
      echo.close();
    },
  });

  Deno.test({
    name:
      `The ${name} engine distinguishes a port in use from a missing address`,
    ignore,
    async fn() {
      await using bench = new Bench(make);
      const a = bench.bind("127.0.0.1");
      const again = { hostname: "127.0.0.1", port: a.port };
      assertEquals(bench.engine.bind(again, "usual", () => {}), "in-use");
      const elsewhere = { hostname: "203.0.113.1", port: 0 };
      assertEquals(bench.engine.bind(elsewhere, "usual", () => {}), "failed");
      a.close();
    },
  });

  Deno.test({
    name:
      `The ${name} engine keeps running after a failed send and a receiver that throws`,
    ignore,
    async fn() {
      await using bench = new Bench(make);
      const a = bench.bind("127.0.0.1");
      const b = bench.bind("127.0.0.1", ({ data }) => {
        if (data[0] === 1) throw new Error("A bug");
      });
      // A socket bound to loopback has no route to other addresses.
      a.send(Uint8Array.of(1), 0, 1, { hostname: "198.51.100.1", port: 9 });
      a.send(Uint8Array.of(1), 0, 1, b);
      a.send(Uint8Array.of(2), 0, 1, b);
      assertEquals((await bench.next()).data, Uint8Array.of(2));
      assertEquals(bench.drops.toSorted(), ["failure", "send-failed"]);
      assertEquals(bench.failures.length, 1);
      a.close();
      b.close();
      a.close();
      a.send(Uint8Array.of(1), 0, 1, b);
    },
  });

  Deno.test({
    name: `A complete server passes its relay check on the ${name} engine`,
    ignore,
    async fn() {
      for (const hostname of ["127.0.0.1", "::1"]) {
        await using testServer = await IceTestServer.start(hostname, {
          createUdpEngine: make,
        });
        const results = await testServer.server.testRelays();
        assertEquals(
          results.map((result) => [result.transport, result.isOk]),
          [["udp", true], ["tcp", true], ["tls", true]],
        );
      }
    },
  });
}
