import { runAwsProgram } from "@batchline/embedded-aws";
import { fixtureProgram } from "../checkout.ts";
import { Registrations } from "./registrations.ts";
import { standInProvider } from "./stand-in-provider.ts";

/** The fixture program's folder. */
export const variantsRoot = fixtureProgram("variants");
const runs = new Map<"preview" | "up", Promise<Registrations>>();

/** The registrations of the program in fixtures/variants, which runs once in each mode. */
export function variants(mode: "preview" | "up"): Promise<Registrations> {
  const known = runs.get(mode);
  if (known !== undefined) return known;
  const run = runAwsProgram({
    root: variantsRoot,
    stack: "dev",
    mode,
    ...(mode === "up" && { provider: standInProvider }),
  }).then((result) => new Registrations(result));
  runs.set(mode, run);
  return run;
}
