/** What Deno exports by OpenTelemetry of a server, without code of ours. @module */
import { assertStringIncludes } from "@std/assert";
import { serverArguments } from "../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../tools/server_process.ts";
import { HAS_SERVER_PERMISSIONS } from "../fakes/running_maru.ts";

const MAY_SPAWN = HAS_SERVER_PERMISSIONS &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";

Deno.test({
  name:
    "With OTEL_DENO requests are traced, with the permissions of the server",
  ignore: !MAY_SPAWN,
  fn: async () => {
    const traces = Promise.withResolvers<string>();
    await using collector = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      async (request) => {
        const text = await request.text();
        const isTrace = new URL(request.url).pathname === "/v1/traces";
        if (isTrace && text.includes("/livez")) traces.resolve(text);
        return Response.json({});
      },
    );
    const dataDir = await Deno.makeTempDir({ prefix: "maru-otel-" });
    const port = findFreePort();
    const settings = {
      PORT: String(port),
      HOST: "127.0.0.1",
      TLS: "off",
      ICE: "off",
      DATA_DIR: dataDir,
    };
    const server = await ChildServer.start({
      command: Deno.execPath(),
      args: serverArguments(settings),
      env: {
        ...settings,
        OTEL_DENO: "true",
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.addr.port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
        OTEL_BSP_SCHEDULE_DELAY: "100",
      },
      isReady: (line) => line.includes(`:${port}`),
    });
    const answer = await fetch(`http://127.0.0.1:${port}/livez`);
    await answer.body?.cancel();
    assertStringIncludes(await traces.promise, "GET");
    await server.stop("SIGTERM");
    await Deno.remove(dataDir, { recursive: true });
  },
});
