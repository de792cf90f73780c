import { testWithWs } from "../../../fakes/ws_permission.ts";

await testWithWs("text_frames", () => import("./text_frames_suite.ts"));
