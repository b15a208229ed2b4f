import type { Input } from "@pulumi/pulumi";
import type { Compute } from "../compute/compute.ts";
import type { BundledFunction } from "../functions/bundled-function.ts";
import type { DeployedWorkflow } from "../workflow/deploy-workflow.ts";
import type { RunAges } from "./run-ages.ts";

/** The resources that alarms and the dashboard watch. */
export interface Watched {
  /** Workflow → its state machine. @example { "nightly-report": workflow.stateMachine } */
  readonly stateMachines: Readonly<Record<string, { readonly arn: Input<string> }>>;
  /** Title → function. @example { metadata: planFunction.function.lambda } */
  readonly functions: Readonly<Record<string, { readonly name: Input<string> }>>;
  /** The function that containers wait for before they work. */
  readonly broker: { readonly name: Input<string> };
  /** Name → job queue. @example { compute: compute.queue } */
  readonly queues: Readonly<Record<string, { readonly arn: Input<string> }>>;
  /** Workflow, or `run-ages` → the dead-letter queue of its schedule. @example { "nightly-report": schedule.deadLetters } */
  readonly deadLetters: Readonly<Record<string, { readonly name: Input<string> }>>;
  readonly runAges: Pick<RunAges, "metric">;
  /** The dead-letter queue of the function that cleans up after stopped executions. */
  readonly notCleanedUp: { readonly name: Input<string> };
}

/** The stack's resources that need watching. `functions`: title → function. */
export function watchedResources(
  deployed: readonly DeployedWorkflow[],
  functions: Readonly<Record<string, BundledFunction>> & { readonly broker: BundledFunction },
  queues: ReadonlyMap<string, Compute>,
  runAges: RunAges,
  notCleanedUp: Watched["notCleanedUp"],
): Watched {
  return {
    runAges,
    notCleanedUp,
    broker: functions.broker.lambda,
    stateMachines: stateMachinesOf(deployed),
    functions: Object.fromEntries(Object.entries(functions).map(([title, { lambda }]) => [title, lambda])),
    queues: Object.fromEntries([...queues].map(([name, { queue }]) => [name, queue])),
    deadLetters: {
      ...Object.fromEntries(
        deployed.flatMap(({ name, workflow: { schedule } }) =>
          schedule === undefined ? [] : [[name, schedule.deadLetters]],
        ),
      ),
      "run-ages": runAges.deadLetters,
    },
  };
}

/** Workflow → its state machine. */
export function stateMachinesOf(deployed: readonly DeployedWorkflow[]) {
  return Object.fromEntries(deployed.map(({ name, workflow }) => [name, workflow.stateMachine]));
}
