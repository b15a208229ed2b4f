import { join } from "node:path";

/** The project's own folder. */
export const checkout = join(import.meta.dirname, "..");

/** Holds the tenants and stacks that tests rely on: the user's own are free to change. */
export const fixtureProject = join(checkout, "testing", "project");

/** The folder of the Pulumi program `testing/programs/<name>`. */
export function fixtureProgram(name: string): string {
  return join(checkout, "testing", "programs", name);
}
