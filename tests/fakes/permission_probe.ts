/**
 * Tries what the server may not do and prints what it could, one name a line.
 * A test runs it with the permissions of the server.
 *
 * @module
 */
// deno-lint-ignore-file no-console

const ATTEMPTS: Readonly<Record<string, () => unknown>> = {
  "read the page": () => Deno.readTextFileSync("dist/client/index.html"),
  "read the sources": () => Deno.readTextFileSync("deno.json"),
  "read another folder": () => Deno.readTextFileSync("/etc/hostname"),
  "write the page": () => Deno.writeTextFileSync("dist/probe", ""),
  "write elsewhere": () => Deno.makeTempDirSync(),
  "read the host name": () => Deno.hostname(),
  "list interfaces": () => Deno.networkInterfaces(),
  "read the release of the system": () => Deno.osRelease(),
  "start a program": () => new Deno.Command("true").outputSync(),
};

for (const [name, attempt] of Object.entries(ATTEMPTS)) {
  try {
    attempt();
    console.log(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
  }
}
