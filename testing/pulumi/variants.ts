import { fixtureProgram } from "../checkout.ts";
import { programRun } from "./program-run.ts";
import type { Registrations } from "./registrations.ts";

/** The fixture program's folder. */
export const variantsRoot = fixtureProgram("variants");

/** The registrations of the program in testing/programs/variants, which runs once in each mode. */
export function variants(mode: "preview" | "up"): Promise<Registrations> {
  return programRun({ root: variantsRoot, mode });
}
