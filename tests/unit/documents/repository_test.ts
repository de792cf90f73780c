import { assertEquals } from "@std/assert";
import { checkRepository } from "../../../tools/check_repository.ts";
import { HAS_READ_PERMISSION } from "../../fakes/document.ts";

Deno.test({
  name:
    "The repository has no undocumented export, dead link, duplicate type name, import cycle or avoided word",
  ignore: !HAS_READ_PERMISSION,
  fn: () => {
    const root = new URL("../../../", import.meta.url);
    const problems = checkRepository(root).map(({ file, line, message }) =>
      `${file}:${line}: ${message}`
    );
    assertEquals(problems, []);
  },
});
