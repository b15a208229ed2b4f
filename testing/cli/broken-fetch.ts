import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Makes the stage `fetch` in the folder `stages` throw for one tenant. */
export async function breakFetchFor(tenant: string, stages: string): Promise<void> {
  await rename(join(stages, "fetch.ts"), join(stages, "whole-fetch.ts"));
  await writeFile(
    join(stages, "fetch.ts"),
    `export async function fetch(context) {
  if (context.chunk.tenant === "${tenant}") throw new TypeError("boom\\nin two lines");
  return (await import("./whole-fetch.ts")).fetch(context);
}
`,
  );
}
