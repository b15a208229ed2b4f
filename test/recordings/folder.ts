import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Recording } from "./recording.ts";

/** `stepfunctions/JSONata` and the like, with the recordings in it. */
export interface Group {
  readonly name: string;
  readonly recordings: readonly Recording[];
}

/** The folder of the recordings, which the project carries no copy of. */
export const folder = resolve(
  process.env.BATCHLINE_RECORDINGS ?? join(import.meta.dirname, "../../../shared/recordings"),
);

/** The recordings whose id contains `part`. Undefined without the folder. */
export function readGroups(part: string): Group[] | undefined {
  if (!existsSync(folder)) return undefined;
  const names = ["stepfunctions", "s3"].flatMap((service) =>
    readdirSync(join(folder, service)).map((name) => join(service, name)),
  );
  const groups = names.map((name) => ({
    name,
    recordings: readdirSync(join(folder, name))
      .filter((file) => file.endsWith(".json") && file.includes(part))
      .sort()
      .map((file): Recording => JSON.parse(readFileSync(join(folder, name, file), "utf8"))),
  }));
  return groups.filter(({ recordings }) => recordings.length > 0);
}
