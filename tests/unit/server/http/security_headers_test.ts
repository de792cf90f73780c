import { assert, assertEquals, assertFalse } from "@std/assert";
import { createSecurityHeaders } from "../../../../server/http/security_headers.ts";

const OWN = {
  host: "maru.example:8443",
  scheme: "https",
  hasPublicCertificate: false,
} as const;

function cspOf(options: Parameters<typeof createSecurityHeaders>[0]) {
  const text = createSecurityHeaders(options)["content-security-policy"] ?? "";
  return new Map(
    text.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources.join(" ")];
    }),
  );
}

Deno.test("the policy starts from none and has nothing foreign and of what is unsafe only WebAssembly", () => {
  const csp = cspOf(OWN);
  assertEquals(csp.get("default-src"), "'none'");
  assertEquals(csp.get("script-src"), "'self' 'wasm-unsafe-eval'");
  assertEquals(csp.get("frame-ancestors"), "'none'");
  for (const [name, sources] of csp) {
    assertFalse(
      sources.replace("'wasm-unsafe-eval'", "").includes("unsafe"),
      name,
    );
    if (name !== "connect-src") assertFalse(sources.includes("//"), name);
  }
});

Deno.test("the policy names the socket of the host that the browser asked", () => {
  assertEquals(
    cspOf(OWN).get("connect-src"),
    "'self' wss://maru.example:8443",
  );
  assertEquals(
    cspOf({ ...OWN, scheme: "http" }).get("connect-src"),
    "'self' ws://maru.example:8443",
  );
  assertEquals(cspOf({ ...OWN, host: "" }).get("connect-src"), "'self'");
});

Deno.test("the policy leaves out a host that no source can name", () => {
  for (
    const host of ["[::1]:8443", "[fd00::2]", "my_host", "a b", "a;b", "a,b"]
  ) {
    assertEquals(cspOf({ ...OWN, host }).get("connect-src"), "'self'", host);
  }
});

Deno.test("HSTS goes out with a real certificate only", () => {
  const name = "strict-transport-security";
  assertEquals(createSecurityHeaders(OWN)[name], undefined);
  assertEquals(
    createSecurityHeaders({ ...OWN, hasPublicCertificate: true })[name],
    "max-age=31536000",
  );
});

Deno.test("the page may use camera, microphone and screen; nothing gets geolocation", () => {
  const policy =
    createSecurityHeaders(OWN)["permissions-policy"]?.split(", ") ?? [];
  for (const feature of ["camera", "microphone", "display-capture"]) {
    assert(policy.includes(`${feature}=(self)`));
  }
  assert(policy.includes("geolocation=()"));
});
