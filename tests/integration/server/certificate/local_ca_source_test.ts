import {
  assert,
  assertEquals,
  assertFalse,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import {
  findLeafFault,
  subjectAltNamesOf,
} from "../../../../server/certificate/leaf.ts";
import { collectCertificateNames } from "../../../../server/certificate/certificate_names.ts";
import { openLocalCaSource } from "../../../../server/certificate/local_ca_source.ts";
import type { CertificateSource } from "../../../../server/certificate/certificate_source.ts";
import type { PemPair } from "../../../../server/net/port_listener.ts";
import { openDataDir } from "../../../../server/data_dir.ts";
import { createLog } from "../../../../server/log.ts";

const mayWrite =
  (await Deno.permissions.query({ name: "write" })).state === "granted";
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);

/** A machine in a temporary directory, with a clock and addresses to turn. */
class Machine {
  nowMs = START_MS;
  publicHost: string | undefined = undefined;
  hostName = "box";
  addresses = ["192.168.1.5"];
  readonly lines: string[] = [];
  #tick: (() => void) | undefined;

  constructor(readonly path: string) {}

  async open(): Promise<CertificateSource> {
    const log = createLog({
      level: "info",
      format: "text",
      nowMs: () => 0,
      write: (line) => this.lines.push(line),
    });
    return await openLocalCaSource({
      dataDir: await openDataDir(this.path, log),
      log,
      readNameSources: () => this.sources(),
      nowMs: () => this.nowMs,
      schedule: (run) => {
        this.#tick = run;
        return () => (this.#tick = undefined);
      },
    });
  }

  sources() {
    const { hostName, publicHost, addresses } = this;
    return { hostName, publicHost, addresses };
  }

  get isWatching(): boolean {
    return this.#tick !== undefined;
  }

  /** Runs one check of the source; settles after a renewal. */
  renewedAfterTick(source: CertificateSource): Promise<PemPair> {
    return new Promise((resolve) => {
      source.start(resolve);
      this.#tick?.();
    });
  }
}

function machineTest(name: string, body: (machine: Machine) => Promise<void>) {
  Deno.test({
    name,
    ignore: !mayWrite,
    fn: async () => {
      const path = await Deno.makeTempDir();
      try {
        await body(new Machine(path));
      } finally {
        await Deno.remove(path, { recursive: true });
      }
    },
  });
}

machineTest(
  "a certificate and its authority are kept over a restart",
  async (machine) => {
    const first = await machine.open();
    assert(first.isLocalAuthority);
    machine.nowMs += 10 * DAY_MS;
    const second = await machine.open();
    assertEquals(second.currentPair(), first.currentPair());
    assertEquals(second.authorityPem, first.authorityPem);
    for (const file of ["authority.pem", "server.pem"]) {
      const { mode } = await Deno.stat(`${machine.path}/${file}`);
      if (mode !== null) assertEquals(mode & 0o777, 0o600);
    }
  },
);

machineTest(
  "a new address gets a new certificate of the same authority",
  async (machine) => {
    const source = await machine.open();
    const before = source.currentPair();
    const authorityPem = source.authorityPem;
    machine.addresses = ["192.168.1.5", "10.0.0.9"];
    const renewed = await machine.renewedAfterTick(source);
    assertNotEquals(renewed.cert, before.cert);
    assertEquals(source.currentPair(), renewed);
    assertEquals(source.authorityPem, authorityPem);
    assert(subjectAltNamesOf(renewed.cert).ips.includes("10.0.0.9"));
    source.close();
    assertFalse(machine.isWatching);
    assertEquals((await machine.open()).currentPair(), renewed);
  },
);

machineTest("A certificate is replaced before its end", async (machine) => {
  const source = await machine.open();
  machine.nowMs += 61 * DAY_MS;
  const renewed = await machine.renewedAfterTick(source);
  source.close();
  const options = {
    authority: { cert: source.authorityPem ?? "", key: "" },
    names: collectCertificateNames(machine.sources()),
    nowMs: machine.nowMs,
  };
  assertEquals(findLeafFault(renewed, options), null);
});

machineTest(
  "a public host that the authority may not sign for brings a new authority",
  async (machine) => {
    const { authorityPem } = await machine.open();
    machine.publicHost = "maru.example";
    const source = await machine.open();
    assertNotEquals(source.authorityPem, authorityPem);
    assert(
      subjectAltNamesOf(source.currentPair().cert).dns.includes(
        "maru.example",
      ),
    );
    assertStringIncludes(machine.lines.join("\n"), "must trust this one");
    assertEquals((await machine.open()).currentPair(), source.currentPair());
  },
);

machineTest(
  "A changed host name does not replace the trusted authority",
  async (machine) => {
    const { authorityPem } = await machine.open();
    machine.hostName = "laptop.cafe.example";
    const source = await machine.open();
    assertEquals(source.authorityPem, authorityPem);
    const names = subjectAltNamesOf(source.currentPair().cert).dns;
    assertEquals(names, ["laptop.local", "localhost"]);
    assertEquals((await machine.open()).currentPair(), source.currentPair());
  },
);

for (const file of ["authority.pem", "server.pem"]) {
  for (const content of ["", "-----BEGIN CERTIFICATE-----", "cut"]) {
    machineTest(
      `${file} that contains "${content}" is renamed and causes no crash`,
      async (machine) => {
        const before = (await machine.open()).authorityPem;
        const path = `${machine.path}/${file}`;
        const text = await Deno.readTextFile(path);
        await Deno.writeTextFile(
          path,
          content === "cut" ? text.replace(/^M/gm, "!") : content,
        );
        const source = await machine.open();
        assertEquals(source.authorityPem === before, file === "server.pem");
        assertStringIncludes(machine.lines.join("\n"), `${file} was renamed`);
        assert((await Deno.stat(`${path}.bad`)).isFile);
        assertEquals(
          (await machine.open()).currentPair(),
          source.currentPair(),
        );
      },
    );
  }
}
