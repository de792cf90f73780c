import { assert, assertEquals } from "@std/assert";
import { SETTINGS } from "../../../server/config/settings.ts";
import denoJson from "../../../deno.json" with { type: "json" };
import { isProgramMissing } from "../../fakes/debian_program.ts";

const UNIT = new URL("../../../deploy/maru.service", import.meta.url);
/** Worst exposure of the unit in tenths, as `systemd-analyze security` counts. */
const MAX_EXPOSURE = "20";

const ignore = await isProgramMissing("systemd-analyze", ["--version"]);

/** Runs `systemd-analyze` on the unit with a program that exists here. */
async function analyze(...args: readonly string[]): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "maru-systemd-" });
  try {
    const unit = `${folder}/maru.service`;
    const text = (await Deno.readTextFile(UNIT))
      .replace(/^ExecStart=\S+/m, `ExecStart=${Deno.execPath()}`)
      .replace(/^(Documentation=file:).*$/m, `$1${folder}`);
    await Deno.writeTextFile(unit, text);
    const output = await new Deno.Command("systemd-analyze", {
      args: [...args, unit],
      env: { SYSTEMD_COLORS: "0", SYSTEMD_PAGER: "" },
    }).output();
    const decoder = new TextDecoder();
    const log = decoder.decode(output.stdout) + decoder.decode(output.stderr);
    assert(output.success, log);
    return log;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "systemd finds nothing wrong with deploy/maru.service",
  ignore,
  fn: async () => {
    assertEquals(await analyze("verify"), "");
  },
});

Deno.test({
  name: "deploy/maru.service is as closed as it says",
  ignore,
  fn: async () => {
    await analyze("security", "--offline=true", `--threshold=${MAX_EXPOSURE}`);
  },
});

Deno.test({
  name: "deploy/maru.service runs a task and sets known settings",
  ignore,
  fn: async () => {
    const unit = await Deno.readTextFile(UNIT);
    const [, task = ""] = /^ExecStart=\S+\/deno task (\w+)$/m.exec(unit) ?? [];
    assert(task in denoJson.tasks, task);
    const names = [...unit.matchAll(/^#?Environment=(.*)$/gm)]
      .flatMap(([, words = ""]) => words.split(" "))
      .map((word) => word.split("=")[0] ?? "");
    const others = ["DENO_NO_UPDATE_CHECK", "DENO_DIR"];
    const unknown = names.filter((name) =>
      !(name in SETTINGS) && !others.includes(name)
    );
    assertEquals(unknown, []);
  },
});
