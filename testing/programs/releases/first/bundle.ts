import { bundleWorker } from "../../../../worker/bundle-worker.ts";

const declarations = "first/declarations.ts";
await bundleWorker({ into: String(process.argv[2]), declarations, stages: "first/stages.ts" });
