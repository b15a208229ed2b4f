import { join } from "node:path";

/** The project's own folder. */
export const checkout = join(import.meta.dirname, "..");

/** The folder of the Pulumi program `testing/programs/<name>`. */
export function fixtureProgram(name: string): string {
  return join(checkout, "testing", "programs", name);
}
