import { assert, assertEquals } from "@std/assert";
import { Store } from "../../../../../client/engine/store.ts";
import type { SharedFile } from "../../../../../client/engine/files/shared_file_list.ts";
import {
  type FilesState,
  FileTransfers,
  PUBLISH_INTERVAL_MS,
} from "../../../../../client/engine/files/file_transfers.ts";
import {
  MAX_FILES,
  MAX_FILES_PER_MEMBER,
  MAX_OPEN_TRANSFERS,
} from "../../../../../client/engine/files/file_limits.ts";
import type {
  FileSink,
  FileSinkRefusal,
} from "../../../../../client/engine/files/file_platform.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import {
  FakeSink,
  makeBytes,
  makeFakeFile,
  openFakeSource,
} from "../../fakes/fake_file_world.ts";
import { FakeFileChannel } from "../../fakes/fake_file_channel.ts";

function setUp() {
  const clock = new FakeClock();
  const notices: string[] = [];
  const answers: (FileSink | FileSinkRefusal)[] = [];
  const state = new Store<FilesState>({ files: [] });
  const downloads: string[] = [];
  let numbers = 0;
  const files = new FileTransfers({
    clock,
    wallMs: () => 7,
    randomUint32: () => ++numbers,
    prepare: () => {},
    openSource: openFakeSource,
    target: {
      maxBytes: () => 1_000_000,
      open: () => Promise.resolve(answers.shift() ?? "dismissed"),
    },
    download: (url, name) => downloads.push(`${name} ${url}`),
    nameOf: (id) => id.toUpperCase(),
    state,
    notify: (notice, name) => notices.push(`${notice} ${name}`),
  });
  const connect = (peerId: string): FakeFileChannel => {
    const end = new FakeFileChannel();
    files.attach(peerId, end);
    end.open();
    end.receive('{"kind":"hello","checksum":"sha256-chain","offers":[]}');
    return end;
  };
  return {
    files,
    clock,
    notices,
    answers,
    downloads,
    connect,
    lines: () => state.get().files,
  };
}

const offer = (id: number, size = 5) =>
  JSON.stringify({ kind: "offer", id, name: `f${id}`, size });
const kinds = (line: SharedFile | undefined) =>
  line?.transfers.map(({ name, status }) => [name, status.kind]);

Deno.test("FileTransfers.offerFiles() lists each file once, with all receivers", () => {
  const { files, connect, lines } = setUp();
  connect("a");
  connect("b");
  files.offerFiles([
    makeFakeFile("x", makeBytes(3)),
    makeFakeFile("y", makeBytes(4)),
  ]);
  assertEquals(lines().map(({ fileName, size }) => [fileName, size]), [
    ["x", 3],
    ["y", 4],
  ]);
  assertEquals(kinds(lines()[0]), [["A", "offered"], ["B", "offered"]]);
});

Deno.test("FileTransfers.offerFiles() posts a notice when there is no receiver, or too many files", () => {
  const { files, connect, notices, lines } = setUp();
  files.offerFiles([makeFakeFile("x", makeBytes(3))]);
  connect("a");
  files.offerFiles(
    Array(MAX_OPEN_TRANSFERS + 3).fill(makeFakeFile("x", makeBytes(3))),
  );
  assertEquals(notices, ["file-nobody ", "file-too-many "]);
  assertEquals(lines().length, MAX_OPEN_TRANSFERS);
});

Deno.test("FileTransfers.accept() opens the sink and begins; a closed dialog changes nothing", async () => {
  const { files, connect, answers, lines } = setUp();
  const end = connect("a");
  end.receive(offer(1));
  const [line] = lines();
  assert(line);
  await files.accept(line.id);
  assertEquals(kinds(lines()[0]), [["A", "offered"]]);
  answers.push(new FakeSink());
  await files.accept(line.id);
  await settlePromises();
  assertEquals(kinds(lines()[0]), [["A", "moving"]]);
  assertEquals(end.buffer.at(-1), '{"kind":"accept","id":1,"offset":0}');
});

Deno.test("FileTransfers tells the sender when the file cannot be saved", async () => {
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

Deno.test("FileTransfers refuses a file that this browser cannot save, and shows the limit", () => {
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

Deno.test("FileTransfers.cancel() cancels a file to one receiver, or to all", () => {
  const { files, connect, lines } = setUp();
  connect("a");
  connect("b");
  files.offerFiles([makeFakeFile("x", makeBytes(3))]);
  const id = lines()[0]?.id ?? "";
  files.cancel(id, "b");
  assertEquals(kinds(lines()[0]), [["A", "offered"], ["B", "ended"]]);
  files.cancel(id, null);
  assertEquals(kinds(lines()[0]), [["A", "ended"], ["B", "ended"]]);
});

Deno.test("FileTransfers posts one notice about an end that the person did not cause", () => {
  const { files, connect, notices, lines } = setUp();
  const end = connect("a");
  files.offerFiles([
    makeFakeFile("x", makeBytes(3)),
    makeFakeFile("y", makeBytes(3)),
  ]);
  files.cancel(lines()[0]?.id ?? "", null);
  end.receive('{"kind":"refuse","id":2,"reason":"unwritable"}');
  end.receive('{"kind":"refuse","id":2,"reason":"unwritable"}');
  files.removePeer("a");
  assertEquals(notices, ["file-ended A"]);
});

Deno.test("FileTransfers.removePeer() ends open transfers with a member that left", () => {
  const { files, connect, lines, notices } = setUp();
  connect("a").receive(offer(1));
  files.removePeer("a");
  const [transfer] = lines()[0]?.transfers ?? [];
  assertEquals(transfer?.status, {
    kind: "ended",
    reason: "left",
    isByPeer: true,
  });
  assertEquals(notices, ["file-offered A"]);
});

Deno.test("FileTransfers publishes progress at most once per interval", async () => {
  const { files, connect, clock, lines } = setUp();
  const end = connect("a");
  files.offerFiles([makeFakeFile("x", makeBytes(8))]);
  end.receive('{"kind":"accept","id":1,"offset":0}');
  for (let i = 0; i < 5; i++) {
    await settlePromises();
    await new Promise((resolve) => setTimeout(resolve));
  }
  const before = lines();
  end.receive('{"kind":"ack","id":1,"offset":4}');
  clock.advance(PUBLISH_INTERVAL_MS - 1);
  assertEquals(lines(), before);
  clock.advance(1);
  assertEquals(lines()[0]?.transfers[0]?.bytes, 4);
});

Deno.test("FileTransfers lists a bounded number of files of each member", () => {
  const { connect, lines } = setUp();
  const other = connect("b");
  other.receive(offer(1));
  const end = connect("a");
  for (let id = 1; id <= MAX_FILES_PER_MEMBER + 5; id++) {
    end.receive(offer(id));
    end.receive(JSON.stringify({ kind: "cancel", id, reason: "cancelled" }));
  }
  const from = (id: string) => lines().filter((line) => line.from === id);
  assertEquals(from("a").length, MAX_FILES_PER_MEMBER);
  assertEquals(from("a").at(-1)?.fileName, `f${MAX_FILES_PER_MEMBER + 5}`);
  assertEquals(from("b").length, 1);
});

Deno.test("FileTransfers lists a bounded number of files of a member that keeps rejoining", () => {
  const { connect, lines } = setUp();
  for (let visit = 0; visit <= MAX_FILES; visit++) {
    const end = connect(`a${visit}`);
    end.receive(offer(1));
    end.receive('{"kind":"cancel","id":1,"reason":"cancelled"}');
  }
  assertEquals(lines().length, MAX_FILES);
  assertEquals(lines().at(-1)?.from, `a${MAX_FILES}`);
});

Deno.test("FileTransfers saves a complete file without another click, once, where the browser has no save dialog", async () => {
  const { files, connect, answers, downloads } = setUp();
  const end = connect("a");
  end.receive(offer(1, 0));
  answers.push(new FakeSink());
  await files.accept("a 1");
  await settlePromises();
  assertEquals(downloads, []);
  const sha256OfNothing =
    "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925";
  end.receive(
    JSON.stringify({ kind: "done", id: 1, sha256: sha256OfNothing }),
  );
  await settlePromises();
  assertEquals(downloads, ["f1 blob:x"]);
  end.receive(offer(2));
  await settlePromises();
  assertEquals(downloads.length, 1);
});
