/** JWTs of an application: by a secret, and by the key set of a URL. @module */
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { fetchKeySet } from "../../../server/jwt/fetch_key_set.ts";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
  type RunningMaru,
} from "../../fakes/running_maru.ts";

const SECRET = "0123456789abcdef0123456789abcdef";

function newToken(alg: string, kid?: string): SignJWT {
  return new SignJWT({ room: "tea", role: "host" })
    .setProtectedHeader({ alg, ...kid && { kid } })
    .setAudience("maru").setExpirationTime("2h");
}

/** Joins with a token: the role, or the error code. */
async function enter({ port }: RunningMaru, token: string): Promise<unknown> {
  const query = new URLSearchParams({ room: "tea", invitation: token });
  const target = `/socket?${query}`;
  const socket = await RawWebSocket.open({ port, target });
  await socket.waitUntil(() => socket.messages.length > 0, 20_000);
  const { event, data } = JSON.parse(socket.messages[0] ?? "{}");
  socket.stream.destroy();
  if (event !== "welcome") return data.code;
  return data.hosts.includes(data.id) ? "host" : "member";
}

Deno.test({
  name: "A JWT with JWT_SECRET opens a room where an invitation is needed",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru({
      TLS: "off",
      ROOMS: "invited",
      JWT_SECRET: SECRET,
      JWT_AUDIENCE: "maru",
    });
    const sign = (secret: string) =>
      newToken("HS256").sign(new TextEncoder().encode(secret));
    assertEquals(await enter(maru, await sign(SECRET)), "host");
    const other = await sign(SECRET.toUpperCase());
    assertEquals(await enter(maru, other), "bad-invitation");
  },
});

Deno.test({
  name:
    "JWT_JWKS is read when a token comes; a server that is away is a line of the log",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const keys = [{ ...await exportJWK(publicKey), kid: "a" }];
    const paths: string[] = [];
    await using application = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      (request) => {
        const { pathname } = new URL(request.url);
        paths.push(pathname);
        if (pathname === "/redirect") {
          return Response.redirect(new URL("/keys", request.url));
        }
        return pathname === "/large"
          ? new Response("x".repeat(300_000))
          : Response.json({ keys });
      },
    );
    const url = `http://127.0.0.1:${application.addr.port}`;
    for (const path of ["redirect", "large"]) {
      await assertRejects(() => fetchKeySet(`${url}/${path}`));
    }
    const token = await newToken("ES256", "a").sign(privateKey);
    const settings = { TLS: "off", ROOMS: "invited" };
    {
      await using maru = await runMaru({
        ...settings,
        JWT_JWKS: `${url}/keys`,
      });
      assertEquals(await enter(maru, token), "host");
      assertEquals(await enter(maru, `${token}x`), "bad-invitation");
    }
    assertEquals(paths, ["/redirect", "/large", "/keys"]);
    await using lost = await runMaru({ ...settings, JWT_JWKS: `${url}/large` });
    assertEquals(await enter(lost, token), "bad-invitation");
    assertMatch(lost.logLines.join("\n"), /key set of JWT_JWKS cannot be read/);
  },
});
