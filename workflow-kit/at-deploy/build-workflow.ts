import { machine } from "@batchline/states";
import { type BuiltMachine, build } from "@batchline/states/build";
import type { RunInput } from "../../contract/plan.ts";
import { partsOf } from "./machine-parts.ts";
import type { Workflow } from "./workflow.ts";

/**
 * Builds and checks a workflow's state machine. Its tokens are those of `tokenNames`: `metadataFunction` or `plannerJob` and
 * `platformBucket`, `summaryFunction`, `jobQueue`, `jobQueue.<queue>`, `jobDefinition.<stage>` and
 * `consumableResource.<name>`, as far as the machine uses them.
 *
 * @throws {InvalidMachineError} with everything that is wrong with the machine.
 */
export function buildWorkflow<P, S extends string>(workflow: Workflow<P, S>): BuiltMachine {
  const parts = partsOf(workflow);
  const comment = `Batchline workflow ${workflow.name}`;
  return build(machine<RunInput>((m) => workflow.machine(m, parts), { comment }));
}
