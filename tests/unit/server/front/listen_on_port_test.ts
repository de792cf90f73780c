import { assertEquals, assertRejects } from "@std/assert";
import {
  describeHttpPortFailure,
  listenOnPort,
} from "../../../../server/front/listen_on_port.ts";
import { StartupError } from "../../../../server/startup_error.ts";

function refusing(code: string) {
  return {
    listen: () => Promise.reject(Object.assign(new Error("why"), { code })),
  };
}

Deno.test("listenOnPort() gives the port that the system chose", async () => {
  const asked: unknown[] = [];
  const listener = {
    listen: (port: number, host: string | null) => {
      asked.push(port, host);
      return Promise.resolve(50_000);
    },
  };
  assertEquals(await listenOnPort(listener, 0, undefined), 50_000);
  assertEquals(asked, [0, null]);
});

Deno.test.each([
  ["EADDRINUSE", "Port 443 is in use"],
  ["EACCES", "Port 443 may not be opened by this user"],
  ["EOTHER", "Port 443 cannot be opened: why"],
])("listenOnPort() has a sentence for %s", async (code, sentence) => {
  const error = await assertRejects(
    () => listenOnPort(refusing(code), 443, "::1"),
    StartupError,
    sentence,
  );
  assertEquals(error.reason, "port");
});

Deno.test("describeHttpPortFailure() names HTTP_PORT and what is missing without it", () => {
  const error = Object.assign(new Error("why"), { code: "EACCES" });
  assertEquals(
    describeHttpPortFailure(80, error),
    "Port 80 may not be opened by this user: set HTTP_PORT to one above 1023, or grant CAP_NET_BIND_SERVICE; http is not redirected, and ACME gets no certificate",
  );
});
