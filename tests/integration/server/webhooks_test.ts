/** Webhooks over HTTP, verified by the example of docs/api.md. @module */
import { assertEquals } from "@std/assert";
import { extractCodeBlocks, readProjectFile } from "../../fakes/document.ts";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import { HAS_SERVER_PERMISSIONS, runMaru } from "../../fakes/running_maru.ts";

const SECRET = "0123456789abcdef0123456789abcdef";

interface Received {
  readonly headers: Headers;
  readonly body: string;
}

/** A receiver that refuses its first delivery. */
function startReceiver() {
  const received: Received[] = [];
  let wake = () => {};
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      received.push({ headers: request.headers, body: await request.text() });
      wake();
      return new Response(null, { status: received.length === 1 ? 500 : 204 });
    },
  );
  const waitFor = async (count: number) => {
    while (received.length < count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await promise;
    }
  };
  return { server, received, waitFor };
}

type Verifier = (
  headers: Headers,
  body: string,
  secret: string,
  nowMs?: number,
) => boolean;

/** The receiver's check in the document. */
async function loadVerifier(): Promise<Verifier> {
  const blocks = extractCodeBlocks(await readProjectFile("docs/api.md"), "js");
  const code = blocks.find((block) => block.includes("isFromMaru")) ?? "";
  const url = `data:text/javascript,${encodeURIComponent(code)}`;
  const { isFromMaru } = await import(url);
  return isFromMaru;
}

Deno.test({
  name:
    "A receiver gets the life of a room in order and signed, and a refused delivery again",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    const isFromMaru = await loadVerifier();
    const { server, received, waitFor } = startReceiver();
    await using receiver = server;
    await using maru = await runMaru({
      TLS: "off",
      WEBHOOK_URL: `http://127.0.0.1:${receiver.addr.port}/hook`,
      WEBHOOK_SECRET: SECRET,
    });
    const target = "/socket?room=Tea";
    const socket = await RawWebSocket.open({ port: maru.port, target });
    const { id } = await socket.waitForEvent("welcome");
    socket.send({ event: "leave" });
    await waitFor(5);
    socket.stream.destroy();

    const events = received.map(({ body }) => {
      const { at, ...event } = JSON.parse(body);
      assertEquals(new Date(at).toISOString(), at);
      return event;
    });
    const opened = { event: "room-opened", room: "Tea" };
    assertEquals(events, [
      opened,
      opened,
      { event: "member-joined", room: "Tea", member: id },
      { event: "member-left", room: "Tea", member: id, reason: "left" },
      { event: "room-ended", room: "Tea" },
    ]);
    const ids = received.map(({ headers }) => headers.get("maru-delivery"));
    assertEquals(ids[0], ids[1]);
    assertEquals(new Set(ids).size, 4);
    for (const { headers, body } of received) {
      assertEquals(isFromMaru(headers, body, SECRET), true);
      assertEquals(isFromMaru(headers, `${body} `, SECRET), false);
      assertEquals(isFromMaru(headers, body, SECRET.toUpperCase()), false);
      const later = Date.now() + 400_000;
      assertEquals(isFromMaru(headers, body, SECRET, later), false);
    }
  },
});
