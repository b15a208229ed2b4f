import { join } from "node:path";
import { runProgram } from "../../local/engine/run-program.ts";
import { Registrations } from "./registrations.ts";
import { standInProvider } from "./stand-in-provider.ts";

/** The fixture program's folder. */
export const variantsRoot = join(import.meta.dirname, "fixtures", "variants");
const runs = new Map<"preview" | "up", Promise<Registrations>>();

/** The registrations of the program in fixtures/variants, which runs once in each mode. */
export function variants(mode: "preview" | "up"): Promise<Registrations> {
  const known = runs.get(mode);
  if (known !== undefined) return known;
  const run = runProgram({
    root: variantsRoot,
    stack: "dev",
    mode,
    ...(mode === "up" && { provider: standInProvider }),
  }).then((result) => new Registrations(result));
  runs.set(mode, run);
  return run;
}
