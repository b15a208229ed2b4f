/**
 * `node worker/bundle.ts <outdir>`: bundles the worker with the workflows below the working directory. The Dockerfile's build stage and
 * the embedded AWS run it.
 */
import { bundleWorker } from "./bundle-worker.ts";

const into = process.argv[2];
if (into === undefined) {
  console.error("usage: node worker/bundle.ts <outdir>");
  process.exit(2);
}
await bundleWorker({ into, declarations: "workflows/declarations.ts", stages: "workflows/stages.ts" });
