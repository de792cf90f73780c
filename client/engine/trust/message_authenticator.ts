/**
 * Adds proofs to our messages and checks those of the others, in a page that
 * has the key of the room. Descriptions and `info` are proven; a message
 * without a valid proof is dropped, unless the person has allowed its member.
 *
 * A description also names the pages of both sides (`session`) and a counter,
 * so that none can be used twice or for another page.
 *
 * @module
 */
import type { Member, RelayedMessage } from "../../../signaling/protocol.ts";
import { asRecord, type UnknownRecord } from "../json.ts";
import type { InboundMessage } from "../signaling/decode_server_message.ts";
import type { MemberStanding } from "./member_standing.ts";
import {
  canonicalizeDescription,
  canonicalizeInfo,
  type ComputeProof,
  isSameProof,
  type ProvenMessage,
} from "./message_proof.ts";
import { MessageOrder, readMessageVersion } from "./message_order.ts";

/** Dependencies of {@linkcode MessageAuthenticator}. */
export interface MessageAuthenticatorOptions {
  readonly computeProof: Promise<ComputeProof>;
  /** Id of this page. */
  readonly session: string;
  readonly send: (event: string, data: unknown, to?: string) => void;
  /** Handles a message that was checked. */
  readonly deliver: (message: InboundMessage) => void;
  readonly onStanding: (id: string, standing: MemberStanding) => void;
  /** A member without a proof sent this description, which is not used. */
  readonly onUnproven: (message: RelayedMessage) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Members that are remembered; the oldest is forgotten first, those with the key
 * and allowed ones last: a server can make up any number of others.
 */
export const MAX_REMEMBERED_MEMBERS = 512;

interface KnownMember {
  standing: MemberStanding;
  /** Id of its page; empty before a proof. */
  session: string;
}

const UNKNOWN: KnownMember = { standing: "unknown", session: "" };

/** Authenticates the messages of one call. */
export class MessageAuthenticator {
  readonly #options: MessageAuthenticatorOptions;
  readonly #members = new Map<string, KnownMember>();
  readonly #infoOrder = new MessageOrder();
  readonly #descriptionOrder = new MessageOrder();
  #selfId = "";
  #counter = 0;
  /** Messages are handled one after the other, in both directions. */
  #sending: Promise<void> = Promise.resolve();
  #receiving: Promise<void> = Promise.resolve();

  constructor(options: MessageAuthenticatorOptions) {
    this.#options = options;
  }

  /** Sends a message, with a proof where it needs one; resolves when it is sent. */
  send(event: string, data: unknown, to?: string): Promise<void> {
    return this.#sending = this.#sending.then(async () => {
      this.#options.send(event, await this.#addProof(event, data, to), to);
    }).catch(this.#options.onError);
  }

  /** Checks a message and delivers it; resolves when it is handled. */
  receive(message: InboundMessage): Promise<void> {
    return this.#receiving = this.#receiving.then(async () => {
      const checked = await this.#check(message);
      if (checked) this.#options.deliver(checked);
    }).catch(this.#options.onError);
  }

  /** Standing of a member. */
  standingOf(id: string): MemberStanding {
    return this.#get(id).standing;
  }

  /** Connects to a member without a proof, as the person decided. */
  allow(id: string): void {
    if (this.standingOf(id) === "unproven") this.#set(id, "allowed");
  }

  async #addProof(event: string, data: unknown, to = ""): Promise<unknown> {
    const fields = asRecord(data);
    if (!fields || (event !== "description" && event !== "info")) return data;
    const from = this.#selfId;
    if (event === "info") {
      return { ...fields, proof: await this.#proveInfo(from, fields) };
    }
    const { session } = this.#options;
    const toSession = this.#get(to).session;
    const counter = ++this.#counter;
    const proof = await this.#prove({
      from,
      to,
      session,
      toSession,
      counter,
      event,
      data: canonicalizeDescription(fields),
    });
    return { ...fields, proof: { session, toSession, counter, mac: proof } };
  }

  async #check(message: InboundMessage): Promise<InboundMessage | null> {
    if (message.from !== undefined) {
      const isTaken = message.event !== "description" ||
        await this.#isDescriptionTaken(message);
      return isTaken ? message : null;
    }
    if (message.event === "welcome") {
      this.#selfId = message.data.id;
      // Each once: another info of the same member would count as checked too.
      const byId = new Map(message.data.peers.map((peer) => [peer.id, peer]));
      const peers = await Promise.all(
        [...byId.values()].map((peer) => this.#checkInfo(peer)),
      );
      return { ...message, data: { ...message.data, peers } };
    }
    if (message.event === "peer-joined") {
      return { ...message, data: await this.#checkInfo(message.data) };
    }
    if (message.event === "peer-info") {
      const data = await this.#checkInfo(message.data);
      return Object.keys(data.info).length > 0 ? { ...message, data } : null;
    }
    return message;
  }

  /** The member with its info, or without one that must not be used. */
  async #checkInfo({ id, info }: Member): Promise<Member> {
    const { standing } = this.#get(id);
    if (Object.keys(info).length === 0) return { id, info };
    if (info.proof === undefined) {
      if (standing === "unknown") this.#set(id, "unproven");
      if (!hasKey(standing)) return { id, info };
      this.#set(id, "forged");
      return { id, info: {} };
    }
    const proof = await this.#proveInfo(id, info);
    if (!isSameProof(proof, String(info.proof))) {
      this.#setInvalid(id);
      return { id, info: {} };
    }
    const { session, version } = readMessageVersion(info);
    if (session === "") return { id, info: {} };
    if (this.#infoOrder.accept(id, { session, version })) {
      this.#descriptionOrder.accept(id, { session, version: 0 });
      this.#set(id, standing === "forged" ? "forged" : "proven", session);
    }
    return { id, info };
  }

  async #isDescriptionTaken(message: RelayedMessage): Promise<boolean> {
    const { data, from, event } = message;
    const fields = asRecord(data);
    if (!fields) return false;
    const { standing } = this.#get(from);
    const proof = readDescriptionProof(fields.proof);
    if (!proof) {
      if (standing === "allowed") return true;
      if (hasKey(standing)) this.#set(from, "forged");
      else {
        if (standing === "unknown") this.#set(from, "unproven");
        this.#options.onUnproven(message);
      }
      return false;
    }
    const { mac, ...proven } = proof;
    const to = this.#selfId;
    const provenMessage = { ...proven, from, to, event };
    const canonical = canonicalizeDescription(fields);
    if (
      !isSameProof(
        await this.#prove({ ...provenMessage, data: canonical }),
        mac,
      )
    ) {
      this.#setInvalid(from);
      return false;
    }
    const { session, toSession, counter } = proven;
    // For an earlier page of ours, or seen before.
    const isNew = toSession === this.#options.session &&
      this.#descriptionOrder.accept(from, { session, version: counter });
    if (isNew) {
      this.#infoOrder.accept(from, { session, version: -1 });
      this.#set(from, "proven", session);
    }
    return isNew;
  }

  #setInvalid(id: string): void {
    const { standing } = this.#get(id);
    // The tile of a member that is connected goes on to say that.
    if (standing === "allowed") return;
    this.#set(id, hasKey(standing) ? "forged" : "wrong-key");
  }

  async #prove(message: ProvenMessage): Promise<string> {
    const computeProof = await this.#options.computeProof;
    return await computeProof(message);
  }

  async #proveInfo(from: string, info: UnknownRecord): Promise<string> {
    const { session, version } = readMessageVersion(info);
    return await this.#prove({
      from,
      to: "",
      session,
      toSession: "",
      counter: version,
      event: "info",
      data: canonicalizeInfo(info),
    });
  }

  #get(id: string): KnownMember {
    return this.#members.get(id) ?? UNKNOWN;
  }

  #set(
    id: string,
    standing: MemberStanding,
    session = this.#get(id).session,
  ): void {
    const before = this.standingOf(id);
    this.#members.set(id, { standing, session });
    if (this.#members.size > MAX_REMEMBERED_MEMBERS) this.#forgetOne();
    if (standing !== before) this.#options.onStanding(id, standing);
  }

  #forgetOne(): void {
    const ids = [...this.#members.keys()];
    const [oldest = ""] = ids;
    const id = ids.find((id) => {
      const { session, standing } = this.#get(id);
      return session === "" && standing !== "allowed";
    }) ?? oldest;
    this.#members.delete(id);
    this.#infoOrder.remove(id);
    this.#descriptionOrder.remove(id);
  }
}

/** True for a member that has proven the key. */
function hasKey(standing: MemberStanding): boolean {
  return standing === "proven" || standing === "forged";
}

interface DescriptionProof {
  readonly session: string;
  readonly toSession: string;
  readonly counter: number;
  readonly mac: string;
}

function readDescriptionProof(value: unknown): DescriptionProof | null {
  const { session, toSession, counter, mac } = asRecord(value) ?? {};
  return typeof session === "string" && session !== "" &&
      typeof toSession === "string" && typeof counter === "number" &&
      typeof mac === "string"
    ? { session, toSession, counter, mac }
    : null;
}
