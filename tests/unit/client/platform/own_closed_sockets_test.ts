import { assertEquals } from "@std/assert";
import {
  CLOSED_SOCKET_MS,
  resumeAfterOwnSockets,
} from "../../../../client/platform/own_closed_sockets.ts";
import { CLOSE } from "../../../../signaling/protocol.ts";

Deno.test("resumeAfterOwnSockets() reports a lost socket while one of the page can have taken the seat", () => {
  let nowMs = 0;
  let isOpen = false;
  let closeSocket = (_code: number) => {};
  const open = resumeAfterOwnSockets((_room, _resume, { onClose }) => {
    closeSocket = onClose;
    return {
      isOpen: () => isOpen,
      send: () => {},
      close: () => {},
      explainFailure: () => Promise.resolve(null),
    };
  }, () => nowMs);
  const codes: number[] = [];
  const openOne = () =>
    open("tea", null, {
      onText: () => {},
      onClose: (code) => codes.push(code),
    });

  isOpen = true;
  const first = openOne();
  closeSocket(CLOSE.replaced);
  first.close(CLOSE.normal);
  closeSocket(CLOSE.replaced);
  assertEquals(codes, [CLOSE.replaced, CLOSE.replaced]);

  isOpen = false;
  openOne().close(CLOSE.normal);
  openOne();
  closeSocket(CLOSE.replaced);
  closeSocket(CLOSE.removed);
  nowMs = CLOSED_SOCKET_MS;
  closeSocket(CLOSE.replaced);
  assertEquals(codes.slice(2), [1006, CLOSE.removed, CLOSE.replaced]);
});
