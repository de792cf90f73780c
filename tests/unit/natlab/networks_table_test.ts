import { assertEquals } from "@std/assert";
import { formatRow, replaceRows } from "../../natlab/networks_table.ts";

const row = formatRow({
  network: "Symmetric NAT",
  browser: "Chromium",
  pair: "relay udp - srflx udp",
  pictureMs: 523,
  cutMs: new Map([[3, 249], [60, Infinity]]),
  faultMs: null,
});

Deno.test("A row of the networks has seconds, and a dash for what was not measured", () => {
  assertEquals(
    row,
    "| Symmetric NAT | Chromium | relay udp - srflx udp | 0.5 s | 0.2 s | - | over 60 s | - |",
  );
});

Deno.test("A row replaces that of its case and browser, and a new one comes last", () => {
  const table = (...rows: string[]) =>
    ["# T", "", "| network | browser |", "|---|---|", ...rows, "", "End", ""]
      .join("\n");
  const [old, other] = [
    "| Symmetric NAT | Chromium | x |",
    "| Symmetric NAT | Firefox | y |",
  ];
  assertEquals(replaceRows(table(old, other), [row]), table(row, other));
  assertEquals(replaceRows(table(other), [row]), table(other, row));
});
