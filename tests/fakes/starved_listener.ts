/**
 * A program with one TURN listener over TCP, to be run with few file
 * descriptors. It prints its port, and its ticks are faster than a server's.
 *
 * @module
 */
import {
  StreamClients,
  StreamListener,
} from "../../ice/transport/stream_listener.ts";
import { DEFAULT_STREAM_CLIENT_LIMITS } from "../../ice/transport/stream_connection.ts";
import { TurnWorld } from "./turn_world.ts";

if (import.meta.main) {
  // The runtime sets signals up on demand, and dies when it cannot.
  Deno.addSignalListener("SIGINT", () => Deno.exit(0));
  const clients = new StreamClients(
    new TurnWorld().server,
    DEFAULT_STREAM_CLIENT_LIMITS,
    { onDrop: () => {}, onError: () => {}, nowMs: () => 1 },
    () => {},
  );
  const listener = await StreamListener.open(
    { hostname: "127.0.0.1", port: 0 },
    clients,
    null,
  );
  if (typeof listener === "string") throw new Error(listener);
  setInterval(() => listener.tick(), 100);
  const line = `${listener.local.port}\n`;
  await Deno.stdout.write(new TextEncoder().encode(line));
}
