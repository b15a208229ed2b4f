import { StatesError } from "../../errors.ts";
import { callerPlace } from "../../source-place.ts";
import type { Chain, ChainStages } from "./chain.ts";

/** The number of jobs that one may depend on. https://docs.aws.amazon.com/batch/latest/userguide/job_dependencies.html */
const maxDependencies = 20;

/** Sorts stages so that each follows those it needs.
 * @throws {StatesError} BL-S017 when they are not a chain, BL-S010 when a stage needs too many. */
export function chainOrder(chain: string, stages: ChainStages): Pick<Chain, "order" | "sinks"> {
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
  return { order: ordered, sinks: ordered.filter((name) => !needed.has(name)) };
}
