/**
 * Program: starts Firefox in a network namespace and brings its WebDriver BiDi
 * port out, by a listener on the same port of our loopback. Arguments: as JSON
 * the command line that enters the namespace, then those of Firefox.
 *
 * @module
 */
import { findFreePort } from "../../tools/server_process.ts";

/** Copies between its standard streams and a port of loopback. */
const FORWARD = `
const connection = await Deno.connect({ port: Number(Deno.args[0]) });
await Promise.race([
  Deno.stdin.readable.pipeTo(connection.writable),
  connection.readable.pipeTo(Deno.stdout.writable),
]);`;

const PORT_OPTION = "--remote-debugging-port";

interface EnteredCommands {
  readonly firefox: readonly string[];
  readonly deno: readonly string[];
}

async function forward(
  connection: Deno.Conn,
  [program = "", ...before]: readonly string[],
  port: number,
): Promise<void> {
  const child = new Deno.Command(program, {
    args: [...before, "eval", FORWARD, String(port)],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const copies = [
    connection.readable.pipeTo(child.stdin),
    child.stdout.pipeTo(connection.writable),
  ];
  await Promise.allSettled(copies);
}

/** Arguments of Firefox with this port for the driver. */
function withPort(args: readonly string[], port: number): readonly string[] {
  const index = args.findIndex((arg) => arg.startsWith(PORT_OPTION));
  if (index < 0) return args;
  const isSeparate = args[index] === PORT_OPTION;
  return [
    ...args.slice(0, index),
    `${PORT_OPTION}=${port}`,
    ...args.slice(index + (isSeparate ? 2 : 1)),
  ];
}

async function runFirefox(
  { firefox, deno }: EnteredCommands,
  args: readonly string[],
): Promise<never> {
  const port = findFreePort();
  const [program = "", ...before] = firefox;
  const child = new Deno.Command(program, {
    args: [...before, ...withPort(args, port)],
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => child.kill(signal));
  }
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const accept = async () => {
    for await (const connection of listener) {
      void forward(connection, deno, port);
    }
  };
  void accept();
  const { code } = await child.status;
  Deno.exit(code);
}

if (import.meta.main) {
  const [commands = "", ...args] = Deno.args;
  await runFirefox(JSON.parse(commands), args);
}
