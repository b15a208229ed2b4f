import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { RunsFailure } from "../errors.ts";
import { type AwsClients, awsClients } from "./aws-clients.ts";
import type { Target } from "./target.ts";

/** A deployed stack whose runs are read and worked on. */
export interface Stack extends Target {
  readonly clients: AwsClients;
  /** Workflow → its stages as the project declares them, in order. A run's own plan counts before them. */
  readonly declaredStages: Readonly<Record<string, readonly string[]>>;
}

/** Opens a stack. Its `clients` must be destroyed in the end.
 * @param workflows As the project declares them. */
export function openStack(target: Target, workflows: readonly Pick<Workflow, "name" | "stages">[]): Stack {
  const declaredStages = Object.fromEntries(
    workflows.map(({ name, stages }) => [name, Object.keys(stages)] as const),
  );
  return { ...target, clients: awsClients(target), declaredStages };
}

/** ARN of a workflow's state machine. @throws {RunsFailure} BL-O001 if the stack has none */
export function stateMachineOf({ outputs }: Pick<Target, "outputs">, workflow: string): string {
  const arn = outputs.stateMachines[workflow];
  if (arn !== undefined) return arn;
  throw new RunsFailure(
    "BL-O001",
    `the deployed stack has no state machine for ${workflow}: deploy the program again`,
  );
}

/** ARN of a state machine's execution. */
export function executionArnOf(stateMachineArn: string, execution: string): string {
  return `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${execution}`;
}
