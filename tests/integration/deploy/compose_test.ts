import {
  assert,
  assertEquals,
  assertGreater,
  assertNotEquals,
} from "@std/assert";
import * as v from "valibot";
import { type Config, loadConfig } from "../../../server/config/config.ts";
import { SETTINGS } from "../../../server/config/settings.ts";
import type { TurnClient } from "../../../ice/turn/client/turn_client.ts";
import { CLOSE_LIMIT_MS } from "../../../server/drain/stop_signals.ts";
import { connectTurnClient } from "../../../ice/transport/turn_client_connection.ts";
import { ChildServer, findFreePort } from "../../../tools/server_process.ts";
import { isProgramMissing } from "../../fakes/debian_program.ts";
import { runMaru } from "../../fakes/running_maru.ts";
import {
  COMPOSE_VARIABLES,
  listComposeFiles,
  readComposeFile,
} from "./compose_file.ts";

const ignore =
  (await Deno.permissions.query({ name: "read" })).state !== "granted";

Deno.test({
  name: "The compose files set known settings, with values that Maru takes",
  ignore,
  fn: async () => {
    const files = listComposeFiles();
    assertGreater(files.length, 2);
    for (const file of files) {
      const services = Object.values(await readComposeFile(file));
      const marus = services.filter(({ build }) => build !== undefined);
      assertGreater(marus.length, 0, file);
      for (const { environment, build } of marus) {
        const names = Object.keys(environment);
        const unknown = names.filter((name) => !(name in SETTINGS));
        assertEquals(unknown, [], file);
        assertEquals(loadConfig(environment).warnings, [], file);
        const context = new URL(
          `../../../deploy/${build?.context}/`,
          import.meta.url,
        );
        assert(Deno.statSync(new URL(build?.dockerfile ?? "", context)).isFile);
      }
    }
  },
});

/** Ports as Docker publishes them: the same inside and outside. */
function publish(range: string | number, protocol: string): string {
  return `${range}:${range}/${protocol}`;
}

/** Ports that members, and an ACME directory, reach with these settings. */
function listPublicPorts({ port, httpPort, ice }: Config): string[] {
  const { first, last } = ice.relayPorts;
  return [
    ...(httpPort === null ? [] : [publish(httpPort, "tcp")]),
    publish(port, "tcp"),
    publish(ice.port, "tcp"),
    publish(ice.port, "udp"),
    publish(ice.tlsPort, "tcp"),
    publish(`${first}-${last}`, "udp"),
  ].toSorted();
}

Deno.test({
  name: "Where Docker publishes ports, they are those of the settings",
  ignore,
  fn: async () => {
    const { maru } = await readComposeFile("compose.ports.yaml");
    const config = loadConfig(maru?.environment ?? {});
    assertEquals(maru?.ports.toSorted(), listPublicPorts(config));
    const { relayPorts, limits } = config.ice;
    const count = relayPorts.last - relayPorts.first + 1;
    assertEquals(limits.maxAllocations, count);
  },
});

Deno.test({
  name: "Docker and systemd give the server the time that it takes to end",
  ignore,
  fn: async () => {
    const seconds = Number(SETTINGS.DRAIN_SECONDS.defaultText) +
      CLOSE_LIMIT_MS / 1000;
    const url = new URL("../../../deploy/maru.service", import.meta.url);
    const unit = await Deno.readTextFile(url);
    const [, limit] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? [];
    assertGreater(Number(limit), seconds);
    for (const file of listComposeFiles()) {
      for (const service of Object.values(await readComposeFile(file))) {
        if (service.build === undefined) continue;
        const [, grace] = /^(\d+)s$/.exec(service.stop_grace_period) ?? [];
        assertGreater(Number(grace), seconds, file);
      }
    }
  },
});

/** Repeats a request until the server, which has just started, answers. */
async function waitForBinding(
  client: TurnClient,
  limit: AbortSignal,
): Promise<void> {
  for (;;) {
    limit.throwIfAborted();
    const signal = AbortSignal.any([limit, AbortSignal.timeout(500)]);
    const isAnswered = await client.sendBinding(signal).then(
      () => true,
      () => false,
    );
    if (isAnswered) return;
  }
}

const ICE_SERVERS = v.object({
  iceServers: v.array(v.object({
    urls: v.union([v.string(), v.array(v.string())]),
    username: v.optional(v.string()),
    credential: v.optional(v.string()),
  })),
});

Deno.test({
  name:
    "The coturn of the compose file takes the credentials of its Maru, and no private peer",
  ignore: await isProgramMissing("turnserver", ["--version"]),
  fn: async () => {
    const { maru: service, coturn } = await readComposeFile(
      "compose.coturn.yaml",
    );
    const port = findFreePort();
    const args = coturn?.command.map((arg) =>
      arg.replace("--listening-port=3478", `--listening-port=${port}`)
    ) ?? [];
    await using _turnServer = await ChildServer.start({
      // Its output is a pipe here, which it would write at its end.
      command: "stdbuf",
      args: [
        "-oL",
        "turnserver",
        ...args,
        "--listening-ip=127.0.0.1",
        "--pidfile=/dev/null",
      ],
      env: {},
      isReady: (line) =>
        line.includes("(main listener thread)"),
    });
    await using maru = await runMaru({
      ...service?.environment,
      TLS: "off",
      PORT: "0",
    });
    const response = await fetch(`http://127.0.0.1:${maru.port}/ice`);
    const { iceServers } = v.parse(ICE_SERVERS, await response.json());
    const urls = iceServers.flatMap(({ urls }) => urls).join(" ");
    assert(urls.includes(`turn:${COMPOSE_VARIABLES.PUBLIC_HOST}:3478`), urls);
    const turn = iceServers.find(({ username }) => username !== undefined);
    const { username = "", credential = "" } = turn ?? {};
    const address = { hostname: "127.0.0.1", port };
    const signal = AbortSignal.timeout(20_000);
    const connected = await connectTurnClient("udp", address, {
      username,
      password: credential,
    });
    try {
      await waitForBinding(connected.client, signal);
      const relayed = await connected.client.allocate(signal);
      assert(typeof relayed !== "number", `Allocate: ${relayed}`);
      const peers = ["10.1.2.3", "127.0.0.1", "169.254.169.254"];
      for (const hostname of peers) {
        const peer = { hostname, port: 9 };
        const error = await connected.client.createPermission(peer, signal);
        assertEquals(error, 403, hostname);
      }
      const peer = { hostname: "203.0.113.9", port: 9 };
      assertEquals(
        await connected.client.createPermission(peer, signal),
        null,
      );
    } finally {
      connected.close();
    }
  },
});

Deno.test({
  name:
    "The processes of the compose file with Redis share nothing but Redis, and are those of the balancer",
  ignore,
  fn: async () => {
    const services = await readComposeFile("compose.redis.yaml");
    const configs = ["maru1", "maru2"].map((name) =>
      loadConfig(services[name]?.environment ?? {})
    );
    const [first, second] = configs;
    assert(first && second);
    assertEquals(first.redisUrl?.reveal(), second.redisUrl?.reveal());
    assertNotEquals(first.ice.port, second.ice.port);
    assertGreater(second.ice.relayPorts.first, first.ice.relayPorts.last);
    const url = new URL("../../../deploy/haproxy-many.cfg", import.meta.url);
    const balancer = await Deno.readTextFile(url);
    const ports = [...balancer.matchAll(/^ *server \w+ 127\.0\.0\.1:(\d+)/gm)]
      .map(([, port]) => Number(port));
    assertEquals([...new Set(ports)], configs.map(({ port }) => port));
  },
});
