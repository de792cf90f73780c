import { assert, assertEquals, assertRejects } from "@std/assert";
import { AccountKey } from "../../../../server/acme/account_key.ts";
import { AcmeClient } from "../../../../server/acme/acme_client.ts";
import {
  AcmeConnectionError,
  AcmeProblemError,
  AcmeProtocolError,
} from "../../../../server/acme/acme_error.ts";

const ROOT = "https://acme.test";
const DIRECTORY = {
  newNonce: `${ROOT}/nonce`,
  newAccount: `${ROOT}/account`,
  newOrder: `${ROOT}/order`,
};

type Answer = (path: string, header: Record<string, unknown>) => Response;

/** A client of a directory whose POST requests `answer` takes. */
async function createClient(answer: Answer): Promise<{
  client: AcmeClient;
  requests: string[];
}> {
  const requests: string[] = [];
  let nonces = 0;
  const { key } = await AccountKey.generate();
  const client = new AcmeClient({
    directoryUrl: `${ROOT}/dir`,
    key,
    signal: new AbortController().signal,
    fetch: (input, init) => {
      const path = String(input).slice(ROOT.length);
      const method = init?.method ?? "GET";
      requests.push(`${method} ${path}`);
      const nonce = { "replay-nonce": `n${++nonces}` };
      if (path === "/dir") return Promise.resolve(Response.json(DIRECTORY));
      if (method === "HEAD") {
        return Promise.resolve(new Response(null, { headers: nonce }));
      }
      const { protected: head } = JSON.parse(String(init?.body));
      return Promise.resolve(
        answer(
          path,
          JSON.parse(atob(head.replaceAll("-", "+").replaceAll("_", "/"))),
        ),
      );
    },
  });
  return { client, requests };
}

function problem(code: string, status = 400, headers = {}): Response {
  const type = `urn:ietf:params:acme:error:${code}`;
  return Response.json({ type, detail: "no" }, { status, headers });
}

const ACCOUNT = () =>
  Response.json({}, {
    status: 201,
    headers: { location: `${ROOT}/account/1` },
  });

Deno.test("AcmeClient signs with the key first, then with the account's address", async () => {
  const headers: Record<string, unknown>[] = [];
  const { client } = await createClient((path, header) => {
    headers.push(header);
    return path === "/account" ? ACCOUNT() : Response.json(
      { status: "pending", authorizations: [], finalize: `${ROOT}/f` },
      { headers: { location: `${ROOT}/order/1` } },
    );
  });
  await client.openAccount("ops@acme.test");
  const { url } = await client.placeOrder(["call.acme.test"]);
  assertEquals(url, `${ROOT}/order/1`);
  assertEquals(headers.map(({ kid, jwk, url }) => [kid, !!jwk, url]), [
    [undefined, true, `${ROOT}/account`],
    [`${ROOT}/account/1`, false, `${ROOT}/order`],
  ]);
  assertEquals(new Set(headers.map(({ nonce }) => nonce)).size, 2);
});

Deno.test("AcmeClient repeats a request whose nonce was refused, five times at most", async () => {
  let refusals = 5;
  const { client, requests } = await createClient(() =>
    refusals-- > 0 ? problem("badNonce") : ACCOUNT()
  );
  await client.openAccount(undefined);
  assertEquals(requests.filter((r) => r === "POST /account").length, 6);
  refusals = 6;
  const error = await assertRejects(
    () => client.openAccount(undefined),
    AcmeProblemError,
  );
  assertEquals(error.code, "badNonce");
});

Deno.test("AcmeClient reads how long the directory asks to wait", async () => {
  const { client } = await createClient(() =>
    problem("rateLimited", 429, { "retry-after": "3600" })
  );
  const error = await assertRejects(
    () => client.openAccount(undefined),
    AcmeProblemError,
  );
  assertEquals([error.code, error.retryAfterMs], ["rateLimited", 3_600_000]);
});

Deno.test("AcmeClient takes no address in the clear and no other document", async () => {
  const { client } = await createClient((path) =>
    path === "/account" ? ACCOUNT() : Response.json({
      status: "ready",
      authorizations: [],
      finalize: "http://acme.test/f",
    }, { headers: { location: `${ROOT}/order/1` } })
  );
  await client.openAccount(undefined);
  await assertRejects(() => client.placeOrder(["a.test"]), AcmeProtocolError);
  await assertRejects(() => client.readOrder(`${ROOT}/x`), AcmeProtocolError);
  await assertRejects(
    () => client.readAuthorization(`${ROOT}/x`),
    AcmeProtocolError,
  );
});

Deno.test("AcmeClient reports a directory that is no ACME server or does not answer", async () => {
  const { key } = await AccountKey.generate();
  const open = (fetch: () => Promise<Response>): Promise<void> =>
    new AcmeClient({
      directoryUrl: ROOT,
      key,
      signal: new AbortController().signal,
      fetch,
    }).openAccount(undefined);
  const page = () => Promise.resolve(new Response("<html>"));
  await assertRejects(() => open(page), AcmeProtocolError);
  const missing = () => Promise.resolve(new Response("", { status: 404 }));
  await assertRejects(() => open(missing), AcmeProtocolError, "404");
  const refused = () => Promise.reject(new TypeError("refused"));
  await assertRejects(() => open(refused), AcmeConnectionError, "refused");
  const long = () => Promise.resolve(new Response("x".repeat(1_000_001)));
  const error = await assertRejects(() => open(long), AcmeConnectionError);
  assert(error.message.includes("too long"), error.message);
});
