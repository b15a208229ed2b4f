/** What a program imports as `batchline`. docs/embedding.md introduces it. */
export { Batchline } from "./batchline.ts";
export type { BatchlineArgs } from "./batchline-args.ts";
export { readDeployment, readTenants } from "./deployment.ts";
