import { assertEquals } from "@std/assert";
import { DenoUdpEngine } from "../../../../ice/transport/deno_udp.ts";
import { IceListeners } from "../../../../ice/transport/turn_listeners.ts";
import { StreamClients } from "../../../../ice/transport/stream_listener.ts";
import { DEFAULT_STREAM_CLIENT_LIMITS } from "../../../../ice/transport/stream_connection.ts";
import { TurnWorld } from "../../../fakes/turn_world.ts";

/** A socket that fails to receive. */
class BrokenSocket implements Deno.DatagramConn {
  readonly addr: Deno.NetAddr = {
    transport: "udp",
    hostname: "127.0.0.1",
    port: 3478,
  };
  isOpen = true;

  receive(): Promise<[Uint8Array<ArrayBuffer>, Deno.Addr]> {
    return Promise.reject(new Error("broken"));
  }

  send(): Promise<number> {
    return Promise.reject(new Error("broken"));
  }

  joinMulticastV4(): Promise<Deno.MulticastV4Membership> {
    return Promise.reject(new Error("broken"));
  }

  joinMulticastV6(): Promise<Deno.MulticastV6Membership> {
    return Promise.reject(new Error("broken"));
  }

  close(): void {
    this.isOpen = false;
  }

  async *[Symbol.asyncIterator](): AsyncIterableIterator<
    [Uint8Array<ArrayBuffer>, Deno.Addr]
  > {}
}

Deno.test("IceListeners.syncAddresses() rebinds a UDP socket that failed", async () => {
  const sockets: BrokenSocket[] = [];
  const failed = Promise.withResolvers<void>();
  const observer = {
    onDrop: () => {},
    onError: () => failed.resolve(),
    nowMs: () => 1,
  };
  const engine = new DenoUdpEngine(observer, () => {
    const socket = new BrokenSocket();
    sockets.push(socket);
    return socket;
  });
  const turn = new TurnWorld().server;
  const listeners = new IceListeners({
    ports: { udp: 3478, tcp: null, tls: null },
    engine,
    turn,
    clients: new StreamClients(
      turn,
      DEFAULT_STREAM_CLIENT_LIMITS,
      observer,
      () => {},
    ),
    certificate: null,
  });
  await listeners.syncAddresses(["127.0.0.1"]);
  assertEquals(sockets.map(({ isOpen }) => isOpen), [true]);
  await failed.promise;
  await listeners.syncAddresses(["127.0.0.1"]);
  assertEquals(sockets.map(({ isOpen }) => isOpen), [false, true]);
  listeners.close();
  assertEquals(sockets.map(({ isOpen }) => isOpen), [false, false]);
});
