import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { suggestion } from "@batchline/diagnostics";
import { loadProject } from "@batchline/pulumi-engine";
import { type PlacedQueue, placedQueues } from "../../config/placement.ts";
import { loadStackConfig } from "../../config/stack.ts";
import type { StackConfig } from "../../config/stack-config.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { queuesOf } from "../../workflow-kit/at-deploy/stage-queue.ts";
import { CommandFailure, UsageError } from "../errors.ts";

/** A stack as its project declares it. */
export interface DeclaredStack {
  readonly project: string;
  readonly stack: string;
  /** The region of its resources. */
  readonly region: string;
  readonly config: StackConfig;
  readonly workflows: readonly Workflow[];
  /** Its queues with their compute environments. */
  readonly queues: readonly PlacedQueue[];
}

/** Reads a stack's configuration. Encrypted values stay so. @throws UsageError for an unknown stack @throws CommandFailure without a region */
export async function declaredStack(
  root: string,
  stack: string,
  workflows: readonly Workflow[],
): Promise<DeclaredStack> {
  if (!existsSync(join(root, `Pulumi.${stack}.yaml`))) {
    const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
    throw new UsageError("BL-U001", `unknown stack "${stack}"${suggestion(stack, stacks)}`);
  }
  const options = { root, stack, overrides: {}, encrypted: "hidden" };
  const { name: project, config: values } = await loadProject(options);
  const region = values["aws:region"];
  if (region === undefined)
    throw new CommandFailure(
      "BL-U002",
      `stack "${stack}" has no region: pulumi config set --stack ${stack} aws:region eu-central-1`,
    );
  const config = loadStackConfig({ get: (key) => values[`${project}:${key}`] }, stack, workflows);
  const queues = placedQueues(config, queuesOf(workflows));
  return { project, stack, region, config, workflows, queues };
}
