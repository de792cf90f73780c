import { testWithWs } from "../../../fakes/ws_permission.ts";

await testWithWs("frame_cache", () => import("./frame_cache_suite.ts"));
