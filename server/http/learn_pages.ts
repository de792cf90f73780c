/**
 * The guide at `/learn`, and the document in which changed code of it runs.
 *
 * @module
 */
import type { Assets } from "./assets.ts";
import { setResponsePolicy } from "./response_policy.ts";
import type { HttpRoute } from "./router.ts";

/** Rows of the table of addresses. */
export function createLearnRoutes(
  { learn, learnSandbox }: Pick<Assets, "learn" | "learnSandbox">,
): HttpRoute[] {
  return [
    {
      path: "/learn",
      methods: {
        GET: (request) =>
          setResponsePolicy(learn.respond(request), { hasOwnFrames: true }),
      },
    },
    {
      path: "/learn/sandbox",
      methods: {
        GET: (request) =>
          setResponsePolicy(learnSandbox.respond(request), {
            isSandbox: true,
          }),
      },
    },
  ];
}
