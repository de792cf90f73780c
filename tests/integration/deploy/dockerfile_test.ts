import { assert, assertEquals } from "@std/assert";
import denoJson from "../../../deno.json" with { type: "json" };
import { ChildServer, findFreePort } from "../../../tools/server_process.ts";
import {
  parseDockerfile,
  parseExecForm,
  playDockerfile,
} from "./dockerfile.ts";

const ignore = (await Promise.all(
  (["run", "net", "read", "write", "env"] as const).map((name) =>
    Deno.permissions.query({ name })
  ),
)).some((status) => status.state !== "granted");

Deno.test("parseDockerfile() joins continued lines and leaves comments out", () => {
  const text = '# x\nFROM a AS b\nRUN c \\\n  d\nCMD ["e", "f"]\n';
  assertEquals(parseDockerfile(text), [
    { name: "FROM", text: "a AS b" },
    { name: "RUN", text: "c    d" },
    { name: "CMD", text: '["e", "f"]' },
  ]);
  assertEquals(parseExecForm('--x=1 CMD ["e", "f"]'), ["e", "f"]);
});

Deno.test({
  name:
    "The folders of deploy/Dockerfile, without its images, build the page, start, are healthy and stop on SIGTERM",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "maru-image-" });
    try {
      const image = await playDockerfile(folder);
      const port = findFreePort();
      const env = {
        DATA_DIR: `${image.root}${image.env.DATA_DIR}`,
        PORT: String(port),
        HOST: "127.0.0.1",
        ICE: "off",
      };
      const [program, ...args] = image.command;
      assertEquals(program, "deno");
      await using server = await ChildServer.start({
        command: Deno.execPath(),
        args,
        folder: image.folder,
        env,
        isReady: (line) => line.includes("On this machine"),
      });
      const isHealthy = async (port: string) => {
        const [, ...words] = image.healthCheck;
        const output = await new Deno.Command(Deno.execPath(), {
          args: words,
          cwd: image.folder,
          env: { ...env, DENO_NO_UPDATE_CHECK: "1", PORT: port },
        }).output();
        return output.success;
      };
      assert(await isHealthy(env.PORT));
      assert(!await isHealthy(String(findFreePort())));
      assertEquals(await server.stop("SIGTERM"), 0);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("deno task serve is deno task start without the build", () => {
  const { start, serve } = denoJson.tasks;
  assertEquals(serve.command, start.command);
  assert(!("dependencies" in serve));
});
