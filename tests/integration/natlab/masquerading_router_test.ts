import { assertEquals } from "@std/assert";
import type { LabAgent, LabClient } from "../../natlab/lab_agent.ts";
import {
  createHomeNetwork,
  type HomeNetwork,
  LAN_CLIENT_IP,
  OTHER_OUTSIDER_IP,
  OUTSIDER_IP,
  PUBLIC_IP,
  PUBLIC_NAME,
  ROUTER_IP,
  SERVER_IP,
} from "../../natlab/masquerading_router.ts";
import { canCreateNamespaces } from "../../natlab/namespaces.ts";

const ignore = !(await canCreateNamespaces());

const PUBLIC_TURN = { hostname: PUBLIC_IP, port: 3478 };
const LAN_TURN = { hostname: SERVER_IP, port: 3478 };
const NAT_PMP = 5351;
const FORBIDDEN = 403;

/** Services in the network that no outsider may reach. */
interface Services {
  readonly natPmp: { readonly number: number };
  readonly ofLan: { readonly number: number };
}

/** The URL of a room by the public name, which the server does not know. */
function publicUrl(room: string): string {
  return `wss://${PUBLIC_NAME}:8443/socket?room=${room}`;
}

/** Tries to reach the port, by every way that a client has. */
async function assertUnreachable(
  agent: LabAgent,
  client: LabClient,
  hostname: string,
  port: number,
): Promise<void> {
  const peer = { hostname, port };
  assertEquals(await agent.permit(client, peer), FORBIDDEN, hostname);
  await agent.send(client, peer, "attack");
}

/** A member of the LAN who opens the public link calls an outsider. */
async function testHairpinnedMember(
  { lan, outside }: HomeNetwork,
): Promise<void> {
  const member = await lan.join(publicUrl("call"));
  const guest = await outside.join(publicUrl("call"));
  const ofMember = await lan.allocate(member, LAN_CLIENT_IP, PUBLIC_TURN);
  const ofGuest = await outside.allocate(guest, OUTSIDER_IP, PUBLIC_TURN);
  // The router put its own address in place of the member's.
  assertEquals(ofMember.mapped.hostname, ROUTER_IP);
  assertEquals(ofGuest.mapped.hostname, OUTSIDER_IP);
  assertEquals(await lan.permit(ofMember, ofGuest.relayed), null);
  assertEquals(await outside.permit(ofGuest, ofMember.relayed), null);
  await lan.sendUntilReceived(ofMember, ofGuest.relayed, "to guest", [
    outside,
    ofGuest,
  ]);
  await outside.sendUntilReceived(ofGuest, ofMember.relayed, "to member", [
    lan,
    ofMember,
  ]);
  for (const port of [NAT_PMP, 40_000, ofMember.mapped.port]) {
    await assertUnreachable(outside, ofGuest, ROUTER_IP, port);
  }
  await assertUnreachable(outside, ofGuest, LAN_CLIENT_IP, 40_000);
}

/** Two seats of one outsider speak TURN through the relay to the public address. */
async function testTurnThroughRelay(
  { outside }: HomeNetwork,
  isPublicIpKnown: boolean,
): Promise<void> {
  const first = await outside.join(publicUrl("attack"));
  const second = await outside.join(publicUrl("attack"));
  await outside.signal(second, PUBLIC_IP);
  const client = await outside.allocate(first, OUTSIDER_IP, PUBLIC_TURN);
  const permitted = await outside.permit(client, PUBLIC_TURN);
  assertEquals(permitted, isPublicIpKnown ? FORBIDDEN : null);
  assertEquals(
    await outside.allocateThrough(client, second, PUBLIC_TURN),
    "no answer",
  );
  for (const port of [NAT_PMP, 40_000]) {
    await assertUnreachable(outside, client, ROUTER_IP, port);
  }
  await outside.send(client, { hostname: PUBLIC_IP, port: NAT_PMP }, "attack");
}

/** A client that names the public address in its URL makes it known. */
async function testLearnedAddress({ outside }: HomeNetwork): Promise<void> {
  const url = `wss://${PUBLIC_IP}:8443/socket?room=known`;
  const first = await outside.join(url);
  const second = await outside.join(url);
  await outside.signal(second, PUBLIC_IP);
  const client = await outside.allocate(first, OUTSIDER_IP, PUBLIC_TURN);
  await assertUnreachable(outside, client, PUBLIC_IP, 40_000);
}

/** A member is reached at its own LAN address, and no longer when it has left. */
async function testMovedSeat(
  { lan, outside }: HomeNetwork,
  { ofLan }: Services,
): Promise<void> {
  const url = `wss://${SERVER_IP}:8443/socket`;
  const member = await lan.join(`${url}?room=moved`);
  const guest = await outside.join(publicUrl("moved"));
  await lan.allocate(member, LAN_CLIENT_IP, LAN_TURN);
  const ofGuest = await outside.allocate(guest, OUTSIDER_IP, PUBLIC_TURN);
  const peer = { hostname: LAN_CLIENT_IP, port: 41_000 };
  assertEquals(await outside.permit(ofGuest, peer), null);
  await outside.sendUntilReceived(ofGuest, peer, "honest", [lan, ofLan]);
  await outside.join(
    `wss://${PUBLIC_NAME}:8443/socket?resume=${
      encodeURIComponent(member.resume)
    }`,
  );
  await assertUnreachable(outside, ofGuest, LAN_CLIENT_IP, 41_000);
}

async function playCases(settings: Record<string, string>): Promise<void> {
  await using network = await createHomeNetwork(settings);
  const { router, lan, outside } = network;
  const services = {
    natPmp: await router.serve({ hostname: "0.0.0.0", port: NAT_PMP }),
    ofLan: await lan.serve({ hostname: LAN_CLIENT_IP, port: 41_000 }),
  };
  const onRouter = await router.serve({ hostname: "0.0.0.0", port: 40_000 });
  const inLan = await lan.serve({ hostname: LAN_CLIENT_IP, port: 40_000 });
  await testHairpinnedMember(network);
  await testTurnThroughRelay(network, "EXTERNAL_IP" in settings);
  await testLearnedAddress(network);
  await testMovedSeat(network, services);
  // A packet behind all others: what was sent before it has arrived.
  const seats = [
    await outside.join(publicUrl("last")),
    await outside.join(publicUrl("last")),
  ] as const;
  await outside.signal(seats[1], OTHER_OUTSIDER_IP);
  const last = await outside.allocate(seats[0], OUTSIDER_IP, PUBLIC_TURN);
  const peer = { hostname: OTHER_OUTSIDER_IP, port: 42_000 };
  const target = await outside.serve(peer);
  assertEquals(await outside.permit(last, peer), null);
  await outside.sendUntilReceived(last, peer, "last", [outside, target]);
  assertEquals(await router.received(services.natPmp), []);
  assertEquals(await router.received(onRouter), []);
  assertEquals(await lan.received(inLan), []);
  const reached = new Set(await lan.received(services.ofLan));
  assertEquals([...reached], ["honest"]);
}

for (
  const [name, settings] of Object.entries({
    "without EXTERNAL_IP": {},
    "with EXTERNAL_IP": { EXTERNAL_IP: PUBLIC_IP },
  })
) {
  Deno.test({
    name:
      `Behind a router that masquerades, calls connect and no service is reached, ${name}`,
    ignore,
    fn: () => playCases(settings),
  });
}
