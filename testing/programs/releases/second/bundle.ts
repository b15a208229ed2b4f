import { bundleWorker } from "../../../../worker/bundle-worker.ts";

const declarations = "second/declarations.ts";
await bundleWorker({ into: String(process.argv[2]), declarations, stages: "second/stages.ts" });
