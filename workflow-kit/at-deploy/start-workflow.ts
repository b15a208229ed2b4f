import { CodedError } from "@batchline/diagnostics";
import { type Block, type Expr, hash, stateMachine, text, token, type Value } from "@batchline/states";
import type { RunInput } from "../../contract/plan.ts";
import type { WorkflowErrorCode } from "./error-codes.ts";
import { otherMachine, tokenNames } from "./machine-parts.ts";

/**
 * Starts another workflow of the stack and does not wait for its run. If one is under way, the new run waits for its turn. Repeated for the
 * same execution it starts nothing. With an empty list of tenants it starts nothing either.
 * @example afterRun: (next, run) => startWorkflow(next, "sitemap", { tenants: run.succeededTenants })
 */
export function startWorkflow(
  next: Block,
  workflow: string,
  input: { readonly tenants?: Expr<readonly string[]>; readonly force?: Value<boolean> } = {},
): void {
  const { name } = next.context.execution;
  const machine = stateMachine<RunInput>(token(tokenNames.stateMachine(workflow)));
  // A name has at most 80 characters. The hash keeps those apart that were cut alike.
  const executionName = text`${name.substring(0, 64)}-${hash(name, "SHA-256").substring(0, 8)}`;
  const start = (block: Block) =>
    void block.executions.start(`Start ${workflow}`, machine, { ...input, wait: true }, { executionName });
  if (input.tenants === undefined) start(next);
  else next.choose(`Any tenant for ${workflow}?`).when(input.tenants.count().gte(1), start);
}

/** Workflows start each other in a circle, or one that the stack does not have. @example if (error instanceof StartOrderError) error.code // "BL-W005" */
export class StartOrderError extends CodedError<WorkflowErrorCode> {}

interface Starter {
  readonly name: string;
  readonly machine: { readonly tokens: readonly string[] };
}

/** The workflows, each after those that it starts, and otherwise in their order. @throws {StartOrderError} BL-W005 @example inStartOrder(built) */
export function inStartOrder<W extends Starter>(workflows: readonly W[]): readonly W[] {
  const ordered: W[] = [];
  let left = workflows;
  while (left.length > 0) {
    const done = new Set(ordered.map(({ name }) => name));
    const ready = left.find(({ machine }) => startedBy(machine).every((name) => done.has(name)));
    if (ready === undefined) throw startOrderError(left, workflows);
    ordered.push(ready);
    left = left.filter((workflow) => workflow !== ready);
  }
  return ordered;
}

function startedBy({ tokens }: Starter["machine"]): string[] {
  return tokens.flatMap((name) => (name.startsWith(otherMachine) ? [name.slice(otherMachine.length)] : []));
}

function startOrderError(left: readonly Starter[], all: readonly Starter[]): StartOrderError {
  const known = new Set(all.map(({ name }) => name));
  for (const { name, machine } of left) {
    const unknown = startedBy(machine).find((started) => !known.has(started));
    if (unknown === undefined) continue;
    const names = [...known].join(", ");
    return new StartOrderError(
      "BL-W005",
      `workflow ${name}: it starts ${unknown}, and the stack has: ${names}`,
    );
  }
  const names = left.map(({ name }) => name).join(", ");
  return new StartOrderError(
    "BL-W005",
    `workflows ${names}: they start each other in a circle; remove one start`,
  );
}
