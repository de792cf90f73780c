/**
 * Test vectors of RFC 5769 (§2.1 to §2.4) and of RFC 8489 (appendix B.1), in
 * hex, with their decoded values.
 *
 * @module
 */

/** One message of an RFC and its key material. */
export interface StunVector {
  readonly name: string;
  readonly hex: string;
  readonly key:
    | { readonly kind: "short-term"; readonly password: string }
    | {
      readonly kind: "long-term";
      readonly username: string;
      readonly realm: string;
      readonly password: string;
      readonly algorithm: "md5" | "sha256";
    };
  readonly hasFingerprint: boolean;
  readonly integrity: "sha1" | "sha256";
  readonly mapped?: { readonly hostname: string; readonly port: number };
}

const SHORT = { kind: "short-term", password: "VOkJxbRl1RmTxUk/WvJxBt" } as const;
const LONG = {
  kind: "long-term",
  username: "\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9",
  realm: "example.org",
  password: "TheMatrIX",
  algorithm: "md5",
} as const;

export const STUN_VECTORS: readonly StunVector[] = [
  {
    name: "RFC 5769 2.1 request",
    hex: "000100582112a442b7e7a701bc34d686fa87dfae" +
      "802200105354554e207465737420636c69656e74" +
      "002400046e0001ff80290008932ff9b151263b36" +
      "0006000965" + "76746a3a68367659202020" +
      "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2" +
      "80280004e57a3bcf",
    key: SHORT,
    hasFingerprint: true,
    integrity: "sha1",
  },
  {
    name: "RFC 5769 2.2 response over IPv4",
    hex: "0101003c2112a442b7e7a701bc34d686fa87dfae" +
      "8022000b7465737420766563746f7220" +
      "002000080001a147e112a643" +
      "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7" +
      "80280004c07d4c96",
    key: SHORT,
    hasFingerprint: true,
    integrity: "sha1",
    mapped: { hostname: "192.0.2.1", port: 32853 },
  },
  {
    name: "RFC 5769 2.3 response over IPv6",
    hex: "010100482112a442b7e7a701bc34d686fa87dfae" +
      "8022000b7465737420766563746f7220" +
      "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9" +
      "00080014a382954e4be67bf11784c97c8292c275bfe3ed41" +
      "80280004c8fb0b4c",
    key: SHORT,
    hasFingerprint: true,
    integrity: "sha1",
    mapped: { hostname: "2001:db8:1234:5678:11:2233:4455:6677", port: 32853 },
  },
  {
    name: "RFC 5769 2.4 request with long-term authentication",
    hex: "000100602112a44278ad3433c6ad72c029da412e" +
      "00060012e3839ee38388e383aae38383e382afe382b90000" +
      "0015001c662f2f3439396b39353464364f4c33346f4c39465354767936347341" +
      "0014000b6578616d706c652e6f726700" +
      "00080014f67024656dd64a3e02b8e0712e85c9a28ca89666",
    key: LONG,
    hasFingerprint: false,
    integrity: "sha1",
  },
  {
    name: "RFC 8489 B.1 (erratum 6268) request with USERHASH and MESSAGE-INTEGRITY-SHA256",
    hex: "000100902112a44278ad3433c6ad72c029da412e" +
      "001e00204a3cf38fef6992bda952c6780417da0f24819415569e60b205c46e41407f1704" +
      "001500296f624d61744a6f733241414143662f2f3439396b39353464364f4c33346f4c39465354767936347341000000" +
      "0014000b6578616d706c652e6f726700" +
      "001d000400020000" +
      "001c0020b5c7bf005b6c52a21c51c5e892f81924136296cb927c43149309278cc6518e65",
    key: { ...LONG, algorithm: "sha256" },
    hasFingerprint: false,
    integrity: "sha256",
  },
];
