import { assertMatch } from "@std/assert";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { canCreateNamespaces } from "../../natlab/namespaces.ts";

const ignore = !(await canCreateNamespaces());

const NAMESPACES = new URL("../../natlab/namespaces.ts", import.meta.url);
const PATIENCE_MS = 30_000;
/** Prints its id and does not read its input, whose end would end it. */
const PROGRAM = "console.log(Deno.pid); setInterval(() => {}, 1000);";
/** A test run with a program in a network. */
const RUN = `
import { NetworkLab } from "${NAMESPACES}";
const lab = await NetworkLab.create();
await lab.addNamespace("host");
const { stdout } = lab.spawn("host", ["eval", ${JSON.stringify(PROGRAM)}]);
for await (const bytes of stdout) await Deno.stdout.write(bytes);`;

async function waitForEnd(pid: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => null);
    // A zombie has ended, also where nobody collects it.
    if (stat === null || /\) Z /.test(stat)) return;
    if (performance.now() > end) throw new Error(`${pid} still runs`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

Deno.test({
  name: "Programs in networks end with a test run that is killed",
  ignore,
  fn: async () => {
    const run = new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-check", RUN],
      env: { DENO_NO_UPDATE_CHECK: "1" },
      stdin: "null",
      stdout: "piped",
    }).spawn();
    // deno-lint-ignore no-explicit-any -- the two types of web streams
    const input = Readable.fromWeb(run.stdout as any);
    const lines = createInterface({ input })[Symbol.asyncIterator]();
    const { value: pid } = await lines.next();
    assertMatch(pid ?? "", /^\d+$/);
    run.kill("SIGKILL");
    await run.status;
    await waitForEnd(pid ?? "");
  },
});
