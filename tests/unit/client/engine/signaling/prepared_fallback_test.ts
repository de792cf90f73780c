/** A call whose socket was opened in the lobby and turns out to be dead. @module */
import { assertEquals } from "@std/assert";
import {
  PREPARED_RESPONSE_TIMEOUT_MS,
  SignalingClient,
  type SignalingTransportEvents,
} from "../../../../../client/engine/signaling/signaling_client.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";

/** A client whose first socket is one of the lobby. */
function setUp() {
  const clock = new FakeClock();
  const opened: SignalingTransportEvents[] = [];
  const states: string[] = [];
  const client = new SignalingClient({
    resume: null,
    clock,
    random: () => 1,
    knockName: () => "Ann",
    open: (_resume, events) => {
      opened.push(events);
      return {
        isPrepared: opened.length === 1,
        isOpen: () => true,
        send: () => {},
        close: () => {},
        explainFailure: () => Promise.resolve(null),
      };
    },
    onMessage: () => {},
    onState: (state) => states.push(state),
    onSocketFailure: () => {},
  });
  client.start();
  return { clock, opened, states };
}

const WELCOME = JSON.stringify({
  event: "welcome",
  data: { id: "me", peers: [], resume: "T", resumed: false },
});

Deno.test("A socket of the lobby that closes without an answer is replaced at once", () => {
  const { opened, states } = setUp();
  opened[0]?.onClose(1006);
  assertEquals(opened.length, 2);
  assertEquals(states, ["connecting", "connecting"]);
});

Deno.test("A socket of the lobby that stays silent is replaced soon, and the next one waits longer", () => {
  const { clock, opened } = setUp();
  clock.advance(PREPARED_RESPONSE_TIMEOUT_MS - 1);
  assertEquals(opened.length, 1);
  clock.advance(1);
  assertEquals(opened.length, 2);
  clock.advance(PREPARED_RESPONSE_TIMEOUT_MS);
  assertEquals(opened.length, 2);
});

Deno.test("A socket of the lobby that has answered is an ordinary one", () => {
  const { opened, states } = setUp();
  opened[0]?.onText(WELCOME);
  opened[0]?.onClose(1006);
  assertEquals(opened.length, 1);
  assertEquals(states, ["connecting", "open", "waiting"]);
});
