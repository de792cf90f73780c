import { testWithWs } from "../../../fakes/ws_permission.ts";

await testWithWs("frame_reader", () => import("./frame_reader_suite.ts"));
