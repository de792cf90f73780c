/** The lobby before a call: participants inside and the level of the microphone. @module */
import { assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

async function inside(page: CallPage, sentence: string): Promise<void> {
  await page.get("inside").filter({ hasText: sentence }).waitFor();
}

e2e(
  "The lobby opens the socket of the call, of which nobody learns before the person joins",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.page("Bob");
    const sockets: string[] = [];
    bob.page.on("websocket", (socket) => sockets.push(socket.url()));
    await bob.page.goto(session.room());
    await session.until("the socket of the lobby", () => sockets.length > 0);
    await inside(bob, "Ada is in this call");
    await ada.say("Only to members");
    await ada.tiles(0);
    await bob.get("name-input").fill("Bob");
    await bob.get("join").click();
    await bob.tiles(1);
    await ada.tiles(1);
    assertEquals(sockets.length, 1);
    assertEquals(new URL(sockets[0] ?? "").searchParams.get("join"), "later");
    // The connection was made in the lobby, and described in the call.
    assertEquals(await bob.made(), 1);
  },
);

e2e("The lobby lists the participants and follows changes", async (session) => {
  const cho = await session.page("Cho");
  // The lobby asks every five seconds.
  await cho.useClock(5);
  await cho.page.goto(session.room());
  await inside(cho, "No one is in this call yet");
  const ada = await session.member("Ada");
  await inside(cho, "Ada is in this call");
  const bob = await session.member("Bob");
  await inside(cho, "Ada and Bob are in this call");
  assertEquals(await axeViolations(cho), []);
  await ada.get("leave").click();
  await inside(cho, "Bob is in this call");
  assertEquals(await cho.made(), 0);
  await bob.tiles(0);
  await cho.setClockSpeed(1);
  await cho.get("join").click();
  await bob.tiles(1);
});

e2e(
  "The microphone level moves in the lobby and disappears while muted",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.goto(session.room());
    await ada.get("level-meter").waitFor();
    const value = "Number(document.querySelector('[role=meter]').ariaValueNow)";
    await ada.until(`${value} > 20`);
    const high = await ada.page.evaluate<number>(value);
    await ada.until(`${value} !== ${high}`);
    await ada.get("toggle-mic").click();
    await ada.get("level-meter").waitFor({ state: "detached" });
    assertEquals(await ada.made(), 0);
  },
);

e2e(
  "The lobby says when the microphone is silent",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.useClock(4);
    await ada.page.addInitScript(`
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      const silence = new AudioContext().createMediaStreamDestination();
      return new MediaStream([
        ...stream.getVideoTracks(),
        ...silence.stream.getAudioTracks(),
      ]);
    };
  `);
    await ada.page.goto(session.room());
    await ada.get("hear-nothing").waitFor();
    assertEquals(await axeViolations(ada), []);
    await ada.get("toggle-mic").click();
    await ada.get("hear-nothing").waitFor({ state: "detached" });
  },
);
