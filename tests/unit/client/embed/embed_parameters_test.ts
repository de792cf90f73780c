import { assertEquals } from "@std/assert";
import { parseEmbedParameters } from "../../../../client/embed/embed_parameters.ts";
import { createEmbedPreferences } from "../../../../client/embed/embed_preferences.ts";

const parse = (query: string) =>
  parseEmbedParameters(new URLSearchParams(query));

Deno.test("parseEmbedParameters() reads every parameter", () => {
  assertEquals(
    parse(
      "embed&name=%20Ada%20&microphone=off&camera=off&lobby=skip&theme=dark&lang=ko&hide=chat,files",
    ),
    {
      name: "Ada",
      isMicrophoneOff: true,
      isCameraOff: true,
      skipsLobby: true,
      theme: "dark",
      language: "ko",
      hidden: new Set(["chat", "files"] as const),
      ignored: [],
    },
  );
});

Deno.test("parseEmbedParameters() keeps the defaults and names what it ignores", () => {
  const long = "x".repeat(500);
  const { ignored, ...rest } = parse(
    `embed&name=%00&microphone=no&theme=blue&lang=xx&hide=chat,toString,&colour=${long}&__proto__=1`,
  );
  const { ignored: _, ...defaults } = parse("embed");
  assertEquals(rest, { ...defaults, hidden: new Set(["chat"] as const) });
  assertEquals(ignored.length, 8);
  assertEquals(ignored[6]?.length, 80);
});

Deno.test("parseEmbedParameters() reports at most 20 ignored parameters", () => {
  assertEquals(parse("x=1&".repeat(1_000)).ignored.length, 20);
});

Deno.test("Chosen preferences count until the person chooses, and are not stored", () => {
  const stored = new Map([["maru.name", "Eve"], ["maru.camera", "id"]]);
  const preferences = createEmbedPreferences(
    parse("name=Ada&microphone=off&lang=ko"),
    () => ({
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    }),
  );
  assertEquals(preferences.get("name"), "Ada");
  assertEquals(preferences.get("muted"), "1");
  assertEquals(preferences.get("language"), "ko");
  assertEquals(preferences.get("camera"), "id");
  // Joining keeps the name that the page gave.
  preferences.set("name", "Ada");
  assertEquals(stored.get("maru.name"), "Eve");
  preferences.set("muted", null);
  assertEquals(preferences.get("muted"), null);
  preferences.set("name", "Bob");
  assertEquals([preferences.get("name"), stored.get("maru.name")], [
    "Bob",
    "Bob",
  ]);
});
