import { machine } from "@batchline/states";
import { type BuiltMachine, build } from "@batchline/states/build";
import type { RunInput } from "../../contract/plan.ts";
import type { Workflow } from "./declaration.ts";
import { partsOf } from "./machine-parts.ts";

/**
 * Builds and checks a workflow's state machine, whose tokens are of `tokenNames`. @throws {InvalidMachineError} with every problem.
 * @example const { definition } = buildWorkflow(priceReport);
 */
export function buildWorkflow<P, S extends string>(workflow: Workflow<P, S>): BuiltMachine {
  const parts = partsOf(workflow);
  const comment = `Batchline workflow ${workflow.name}`;
  return build(machine<RunInput>((m) => workflow.machine(m, parts), { comment }));
}
