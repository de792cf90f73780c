/** What the log says of people. @module */
import { assertEquals, assertMatch } from "@std/assert";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import { HAS_SERVER_PERMISSIONS, runMaru } from "../../fakes/running_maru.ts";

const VISITOR = "203.0.113.77";

for (const isOn of [false, true]) {
  Deno.test({
    name: isOn
      ? "With LOG_ADDRESSES=on the log shows the address of a refused client"
      : "The log follows rooms and members, and shows no address, name or id of them",
    ignore: !HAS_SERVER_PERMISSIONS,
    fn: async () => {
      await using maru = await runMaru({
        TLS: "off",
        TRUSTED_PROXIES: "127.0.0.1",
        MAX_ROOM_MEMBERS: "2",
        ...(isOn ? { LOG_ADDRESSES: "on" } : {}),
      });
      const ids: string[] = [];
      const sockets: RawWebSocket[] = [];
      const open = async () => {
        const socket = await RawWebSocket.open({
          port: maru.port,
          target: "/socket?room=secret-tea",
          headers: { "X-Forwarded-For": VISITOR },
        });
        sockets.push(socket);
        return socket;
      };
      for (let member = 0; member < 2; member++) {
        const { id } = await (await open()).waitForEvent("welcome");
        ids.push(String(id));
      }
      const refused = await open();
      await refused.waitUntil(() => refused.closeCode !== null);
      for (const socket of sockets.slice(0, 2)) {
        socket.send({ event: "leave" });
        await socket.waitUntil(() => socket.closeCode !== null);
      }
      const log = maru.logLines.join("\n");
      assertEquals(log.includes(VISITOR), isOn);
      assertMatch(log, /cause=roomFull .*client=203\.0\.113\.(x|77)/);
      for (const secret of ["secret-tea", ...ids]) {
        assertEquals(log.includes(secret), false, secret);
      }
      for (const event of ["A room opened", "A member left", "A room closed"]) {
        assertMatch(log, new RegExp(`INFO {2}${event} room=1 `));
      }
      for (const { stream } of sockets) stream.destroy();
    },
  });
}
