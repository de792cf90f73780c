import { sha256 } from "@noble/hashes/sha2.js";
import { assert, assertEquals } from "@std/assert";
import type { FileLine } from "../../../../../client/engine/files/file_lines.ts";
import {
  Files,
  SHOW_MS,
} from "../../../../../client/engine/files/file_sharing.ts";
import {
  MAX_ALL_LINES,
  MAX_LINES,
  MAX_OPEN,
} from "../../../../../client/engine/files/file_limits.ts";
import type {
  Sink,
  SinkRefusal,
} from "../../../../../client/engine/files/file_platform.ts";
import { FakeClock, settle } from "../../fakes/fake_clock.ts";
import { bytesOf, fakeFile, FakeSink } from "../../fakes/fake_file_world.ts";
import { FileEnd } from "../../fakes/fake_file_pair.ts";

function setUp() {
  const clock = new FakeClock();
  const notices: string[] = [];
  const answers: (Sink | SinkRefusal)[] = [];
  let lines: readonly FileLine[] = [];
  let numbers = 0;
  const files = new Files({
    clock,
    wallMs: () => 7,
    makeNumber: () => ++numbers,
    makeHash: () => sha256.create(),
    target: {
      maxBytes: () => 1_000_000,
      open: () => Promise.resolve(answers.shift() ?? "dismissed"),
    },
    nameOf: (id) => id.toUpperCase(),
    onLines: (next) => lines = next,
    onNotice: (notice, name) => notices.push(`${notice} ${name}`),
  });
  const connect = (peerId: string): FileEnd => {
    const end = new FileEnd();
    files.attach(peerId, end);
    end.open();
    end.receive('{"kind":"hello","offers":[]}');
    return end;
  };
  return { files, clock, notices, answers, connect, lines: () => lines };
}

const offer = (id: number, size = 5) =>
  JSON.stringify({ kind: "offer", id, name: `f${id}`, size });
const kinds = (line: FileLine | undefined) =>
  line?.transfers.map(({ name, status }) => [name, status.kind]);

Deno.test("Files.send() has one line for a file, with each receiver on it", () => {
  const { files, connect, lines } = setUp();
  connect("a");
  connect("b");
  files.send([fakeFile("x", bytesOf(3)), fakeFile("y", bytesOf(4))]);
  assertEquals(lines().map(({ fileName, size }) => [fileName, size]), [
    ["x", 3],
    ["y", 4],
  ]);
  assertEquals(kinds(lines()[0]), [["A", "offered"], ["B", "offered"]]);
});

Deno.test("Files.send() says when nobody is there, or there are too many", () => {
  const { files, connect, notices, lines } = setUp();
  files.send([fakeFile("x", bytesOf(3))]);
  connect("a");
  files.send(Array(MAX_OPEN + 3).fill(fakeFile("x", bytesOf(3))));
  assertEquals(notices, ["file-nobody ", "file-too-many "]);
  assertEquals(lines().length, MAX_OPEN);
});

Deno.test("Files.accept() opens the place and begins; a dialog that is left changes nothing", async () => {
  const { files, connect, answers, lines } = setUp();
  const end = connect("a");
  end.receive(offer(1));
  const [line] = lines();
  assert(line);
  await files.accept(line.id);
  assertEquals(kinds(lines()[0]), [["A", "offered"]]);
  answers.push(new FakeSink());
  await files.accept(line.id);
  await settle();
  assertEquals(kinds(lines()[0]), [["A", "moving"]]);
  assertEquals(end.buffer.at(-1), '{"kind":"accept","id":1,"offset":0}');
});

Deno.test("Files tells the sender when there is no place for the file", async () => {
  const { files, connect, answers, lines } = setUp();
  const end = connect("a");
  end.receive(offer(1));
  answers.push("unwritable");
  await files.accept(lines()[0]?.id ?? "");
  assertEquals(
    end.buffer.at(-1),
    '{"kind":"refuse","id":1,"reason":"unwritable"}',
  );
});

Deno.test("Files refuses by itself what this browser cannot take, and says how much it can", () => {
  const { connect, lines, notices } = setUp();
  const end = connect("a");
  end.receive(offer(1, 1_000_000));
  end.receive(offer(2, 1_000_001));
  assertEquals(lines().map(({ maxBytes }) => maxBytes), [null, 1_000_000]);
  assertEquals(notices, ["file-offered A"]);
  assertEquals(
    end.buffer.at(-1),
    '{"kind":"refuse","id":2,"reason":"too-big"}',
  );
});

Deno.test("Files.cancel() stops a file for one receiver, or for all", () => {
  const { files, connect, lines } = setUp();
  connect("a");
  connect("b");
  files.send([fakeFile("x", bytesOf(3))]);
  const id = lines()[0]?.id ?? "";
  files.cancel(id, "b");
  assertEquals(kinds(lines()[0]), [["A", "offered"], ["B", "ended"]]);
  files.cancel(id, null);
  assertEquals(kinds(lines()[0]), [["A", "ended"], ["B", "ended"]]);
});

Deno.test("Files tells once how a transfer ended, and nothing of what the person did", () => {
  const { files, connect, notices, lines } = setUp();
  const end = connect("a");
  files.send([fakeFile("x", bytesOf(3)), fakeFile("y", bytesOf(3))]);
  files.cancel(lines()[0]?.id ?? "", null);
  end.receive('{"kind":"refuse","id":2,"reason":"unwritable"}');
  end.receive('{"kind":"refuse","id":2,"reason":"unwritable"}');
  files.forget("a");
  assertEquals(notices, ["file-ended A"]);
});

Deno.test("Files.forget() ends what is open with who is gone", () => {
  const { files, connect, lines, notices } = setUp();
  connect("a").receive(offer(1));
  files.forget("a");
  const [transfer] = lines()[0]?.transfers ?? [];
  assertEquals(transfer?.status, {
    kind: "ended",
    reason: "left",
    isByPeer: true,
  });
  assertEquals(notices, ["file-offered A"]);
});

Deno.test("Files shows progress no more often than it is read", async () => {
  const { files, connect, clock, lines } = setUp();
  const end = connect("a");
  files.send([fakeFile("x", bytesOf(8))]);
  end.receive('{"kind":"accept","id":1,"offset":0}');
  for (let i = 0; i < 5; i++) {
    await settle();
    await new Promise((resolve) => setTimeout(resolve));
  }
  const before = lines();
  end.receive('{"kind":"ack","id":1,"offset":4}');
  clock.advance(SHOW_MS - 1);
  assertEquals(lines(), before);
  clock.advance(1);
  assertEquals(lines()[0]?.transfers[0]?.bytes, 4);
});

Deno.test("Files keeps a bounded number of lines of each member", () => {
  const { connect, lines } = setUp();
  const other = connect("b");
  other.receive(offer(1));
  const end = connect("a");
  for (let id = 1; id <= MAX_LINES + 5; id++) {
    end.receive(offer(id));
    end.receive(JSON.stringify({ kind: "cancel", id, reason: "cancelled" }));
  }
  const from = (id: string) => lines().filter((line) => line.from === id);
  assertEquals(from("a").length, MAX_LINES);
  assertEquals(from("a").at(-1)?.fileName, `f${MAX_LINES + 5}`);
  assertEquals(from("b").length, 1);
});

Deno.test("Files keeps a bounded number of lines of one who comes back as somebody else", () => {
  const { connect, lines } = setUp();
  for (let visit = 0; visit <= MAX_ALL_LINES; visit++) {
    const end = connect(`a${visit}`);
    end.receive(offer(1));
    end.receive('{"kind":"cancel","id":1,"reason":"cancelled"}');
  }
  assertEquals(lines().length, MAX_ALL_LINES);
  assertEquals(lines().at(-1)?.from, `a${MAX_ALL_LINES}`);
});
