import {
  openState,
  programPlace,
  refreshStack,
  type Step,
  type StepListener,
} from "@batchline/pulumi-engine";
import type { EmbeddedAws } from "../host/start.ts";
import { AwsProvider } from "./aws-provider.ts";

export interface RefreshOptions {
  /** The folder with Pulumi.yaml. */
  readonly root: string;
  /** What the stack consists of: see `deployProgram`. */
  readonly stateFile: string;
  /** Only plans the steps. @default false */
  readonly preview?: boolean;
  readonly onStep?: StepListener;
}

/**
 * Brings a state file to what the account has, like `pulumi refresh`. Resolves to what differed: steps `same`, `update`, `delete`.
 * Throws as refreshStack does.
 * @example
 * await refreshDeployed(aws, { root: ".", stateFile: ".local/aws/state/dev.json" });
 */
export async function refreshDeployed(
  { region, running, record }: Pick<EmbeddedAws, "region" | "running" | "record">,
  { root, stateFile, preview = false, onStep }: RefreshOptions,
): Promise<readonly Step[]> {
  const place = await programPlace(root);
  const provider = new AwsProvider({
    ...{ region, running, record, root: place.folder, services: running.services },
    // Only creations and changes have differences from AWS to warn of.
    warn() {},
  });
  const steps: Step[] = [];
  await refreshStack({
    ...{ provider, preview, state: await openState(stateFile) },
    onStep(step, phase) {
      if (phase === "done") steps.push(step);
      onStep?.(step, phase);
    },
  });
  return steps;
}
