import { testWithWs } from "../../../fakes/ws_permission.ts";

await testWithWs("liveness", () => import("./liveness_suite.ts"));
