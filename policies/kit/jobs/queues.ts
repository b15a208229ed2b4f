import { z } from "zod";
import { readJson } from "../json-text.ts";
import { computeEnvironment, jobDefinition, jobQueue, stateMachine } from "../resource-types.ts";
import type { Stack, StackContext, StackResource } from "../rule.ts";

type Queue = StackResource<NonNullable<typeof jobQueue.props>>;
type Environment = StackResource<NonNullable<typeof computeEnvironment.props>>;
type Definition = StackResource<NonNullable<typeof jobDefinition.props>>;
type Machine = StackResource<NonNullable<typeof stateMachine.props>>;

/** The environments of a queue that the stack creates. Others are reported as unchecked.
 * @example environmentsOf(queue, stack, context).map(({ name }) => name) */
export function environmentsOf(
  queue: Queue,
  stack: Stack,
  { unchecked }: StackContext,
): readonly Environment[] {
  const from = queue.propertyDependencies.computeEnvironmentOrders ?? [];
  const environments = stack.of(computeEnvironment).filter(({ urn }) => from.some((one) => one.urn === urn));
  const others = (queue.props.computeEnvironmentOrders?.length ?? 0) - environments.length;
  if (others > 0) unchecked(`${others} of the environments of ${queue.name}, which another program made`);
  return environments;
}

/** The maximum vCPUs of these environments together. */
export function vcpusOf(environments: readonly Environment[]): number {
  return environments.reduce((sum, { props }) => sum + (props.computeResources?.maxVcpus ?? 0), 0);
}

/** A state machine submits jobs of this definition to this queue. */
export interface Submission {
  /** The job definition's, for reports of unchecked values. */
  readonly name: string;
  readonly urn: string;
  readonly machine: Machine;
  readonly definition: Definition;
  readonly queue: Queue;
}

/** The job definitions and queues of all state machines. For a machine with one queue, the resources in its definition
 * decide, even if ARNs are unknown. With several queues, the ARNs in its states decide.
 * @example each(submissionsOf(stack, context), ({ definition, queue }) => …) */
export function submissionsOf(stack: Stack, { each }: StackContext): readonly Submission[] {
  const submissions: Submission[] = [];
  each(stack.of(stateMachine), (machine) => {
    const from = (machine.propertyDependencies.definition ?? []).map(({ urn }) => urn);
    const queues = stack.of(jobQueue).filter(({ urn }) => from.includes(urn));
    const definitions = stack.of(jobDefinition).filter(({ urn }) => from.includes(urn));
    const add = (definition: Definition, queue: Queue) =>
      submissions.push({ name: definition.name, urn: definition.urn, machine, definition, queue });
    const [only, ...others] = queues;
    if (only === undefined) return;
    if (others.length === 0) {
      for (const definition of definitions) add(definition, only);
      return;
    }
    for (const text of submittingStates(machine.props.definition))
      for (const queue of queues.filter((queue) => text.includes(arnOf(queue))))
        for (const definition of definitions.filter((definition) => text.includes(arnOf(definition))))
          add(definition, queue);
  });
  return submissions;
}

/** The states that submit jobs, each as text. */
function submittingStates(definition: unknown): string[] {
  const found: string[] = [];
  const search = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    if ("Resource" in value && /batch:submitJob/i.test(String(value.Resource)))
      found.push(JSON.stringify(value));
    for (const inner of Object.values(value)) search(inner);
  };
  search(readJson(z.unknown(), definition));
  return found;
}

/** Stack rules read outputs. */
function arnOf({ props }: StackResource<unknown>): string {
  return (props as { readonly arn: string }).arn;
}
