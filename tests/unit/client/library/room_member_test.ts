import { assertEquals } from "@std/assert";
import { settlePromises } from "../fakes/fake_clock.ts";
import { LibraryFixture } from "./library_fixture.ts";

/** A room in which `names` gets the names with which members were introduced. */
async function enterRoom() {
  const page = new LibraryFixture();
  const room = await page.enter();
  const names: string[] = [];
  room.onmember = ({ name }) => names.push(name);
  page.receive("peer-joined", { id: "ada", info: {} });
  await settlePromises();
  return { page, room, names };
}

Deno.test("onmember waits for the profile of a newcomer, so that its name is known", async () => {
  const { page, room, names } = await enterRoom();
  assertEquals(names, []);
  assertEquals(room.members.length, 1);
  page.receive("peer-info", { id: "ada", info: { name: "Ada" } });
  await settlePromises();
  assertEquals(names, ["Ada"]);
  page.receive("peer-info", { id: "ada", info: { name: "Eve" } });
  await settlePromises();
  assertEquals(names, ["Ada"]);
});

Deno.test("onmember is called for a member without a name when it is connected", async () => {
  const page = new LibraryFixture();
  const joining = page.join();
  await settlePromises();
  page.welcome([], { peers: [{ id: "ada", info: {} }] });
  const ids: string[] = [];
  (await joining).onmember = ({ id }) => ids.push(id);
  await settlePromises();
  assertEquals(ids, []);
  page.pcs.at(-1)?.setConnectionState("connected");
  await settlePromises();
  assertEquals(ids, ["ada"]);
});
