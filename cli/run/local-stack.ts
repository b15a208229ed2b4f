import { join } from "node:path";
import { deployProgram } from "@batchline/embedded-aws";
import { formatPlan } from "@batchline/pulumi-engine";
import type { StackOutputs, Target } from "../../runs/stack/target.ts";
import { type LocalAccount, type LocalAccountOptions, startLocalAccount } from "./local-account.ts";
import { letMailsBeSent } from "./local-mail.ts";
import { localMailbox } from "./local-mailbox.ts";

/** The program, deployed to an embedded AWS. */
export interface LocalStack extends Target {
  readonly client: LocalAccount["aws"]["clientConfig"];
  /** How many resources were deployed. */
  readonly resources: number;
  /** What was changed, as lines. Empty for a first deployment, which creates all of them. */
  readonly changes: readonly string[];
}

interface DeployOptions {
  readonly root: string;
  readonly stack: string;
  readonly signal: AbortSignal;
  /** Receives each step as it begins. */
  readonly onStep: (step: string) => void;
}

/** Starts the embedded AWS and deploys the unmodified program to it. `stop` ends both. */
export async function startLocalStack(
  options: LocalAccountOptions & DeployOptions,
): Promise<LocalStack & Pick<LocalAccount, "stop">> {
  options.onStep("starting the embedded AWS");
  const account = await startLocalAccount(options);
  const { stop } = account;
  try {
    return { ...(await deployLocally(account, options)), stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** Deploys the unmodified program. */
export async function deployLocally(
  { aws, dir, settle }: LocalAccount,
  { root, stack, signal, onStep }: DeployOptions,
): Promise<LocalStack> {
  onStep(`deploying stack ${stack} to it`);
  const stateFile = join(dir, "state", `${stack}.json`);
  const config = await letMailsBeSent(aws, { root, stack });
  const deployed = await deployProgram(aws, { root, stack, signal, stateFile, config });
  const isFirst = deployed.steps.every(({ old }) => old === undefined);
  return {
    option: "--local",
    client: aws.clientConfig,
    outputs: deployed.outputs as unknown as StackOutputs,
    pollMs: 250,
    denials: () => aws.identity.denials,
    mailbox: localMailbox(dir),
    settle,
    resources: deployed.resources.length,
    changes: isFirst ? [] : formatPlan(deployed.steps, { preview: false }),
  };
}
