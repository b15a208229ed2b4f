import { StatesError } from "../../errors.ts";
import { callerPlace } from "../../place.ts";

/** A job may depend on so many others. https://docs.aws.amazon.com/batch/latest/userguide/job_dependencies.html */
export const maxDependencies = 20;

/** A chain's stages in an order in which each comes after those it needs. */
export interface ChainOrder {
  readonly stages: readonly string[];
  /** Those that no other needs, in the same order: when they are done, all are. */
  readonly sinks: readonly string[];
}

/** @throws {StatesError} BL-S017 or BL-S010 when the stages make no chain. */
export function chainOrder(
  chain: string,
  stages: Readonly<Record<string, { readonly needs?: readonly string[] }>>,
): ChainOrder {
  const refuse = (what: string, code: "BL-S017" | "BL-S010" = "BL-S017") =>
    new StatesError(code, { what, state: chain, place: callerPlace() });
  const names = Object.keys(stages);
  const needs = (stage: string) => stages[stage]?.needs ?? [];
  if (names.length === 0) throw refuse("the chain has no stages");
  for (const name of names) {
    const unknown = needs(name).find((need) => !Object.hasOwn(stages, need));
    if (unknown !== undefined)
      throw refuse(`stage "${name}" needs "${unknown}", which the chain does not have`);
    if (needs(name).length > maxDependencies) {
      throw refuse(
        `stage "${name}" needs ${needs(name).length} stages; Batch allows ${maxDependencies}`,
        "BL-S010",
      );
    }
  }
  const ordered: string[] = [];
  while (ordered.length < names.length) {
    const next = names.find(
      (name) => !ordered.includes(name) && needs(name).every((need) => ordered.includes(need)),
    );
    if (next === undefined) {
      const stuck = names.filter((name) => !ordered.includes(name));
      throw refuse(`the stages ${stuck.map((name) => `"${name}"`).join(", ")} need each other`);
    }
    ordered.push(next);
  }
  const needed = new Set(names.flatMap((name) => needs(name)));
  return { stages: ordered, sinks: ordered.filter((name) => !needed.has(name)) };
}
