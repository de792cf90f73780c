/**
 * Finds exported type names that are declared more than once.
 *
 * @module
 */
import type { RepositoryProblem } from "./problem.ts";

const DECLARATION =
  /^export (?:declare )?(?:abstract )?(?:interface|type|class|enum) (\w+)/;

/**
 * A problem for each exported interface, type or class whose name another file
 * exports too.
 *
 * @param texts Source text by path.
 */
export function findDuplicateTypes(
  texts: ReadonlyMap<string, string>,
): RepositoryProblem[] {
  const declarations = new Map<string, { file: string; line: number }[]>();
  for (const [file, text] of texts) {
    for (const [index, line] of text.split("\n").entries()) {
      const name = DECLARATION.exec(line)?.[1];
      if (name === undefined) continue;
      const places = declarations.get(name) ?? [];
      places.push({ file, line: index + 1 });
      declarations.set(name, places);
    }
  }
  return [...declarations].flatMap(([name, places]) =>
    new Set(places.map(({ file }) => file)).size < 2
      ? []
      : places.map((place) => ({
        ...place,
        message: `The type name ${name} is exported more than once`,
      }))
  );
}
