import { deployProgram } from "@batchline/embedded-aws";
import { type LocalAccount, type LocalAccountOptions, startLocalAccount } from "./local-account.ts";
import type { StackOutputs, Target } from "./target.ts";

/** The program, deployed to an embedded AWS. */
export interface LocalStack extends Target {
  readonly client: LocalAccount["aws"]["clientConfig"];
  /** How many resources were deployed. */
  readonly resources: number;
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
  { aws, config }: LocalAccount,
  { root, stack, signal, onStep }: DeployOptions,
): Promise<LocalStack> {
  onStep(`deploying stack ${stack} to it`);
  const deployed = await deployProgram(aws, { root, stack, config, signal });
  return {
    client: aws.clientConfig,
    outputs: deployed.outputs as unknown as StackOutputs,
    pollMs: 250,
    denials: () => aws.identity.denials,
    resources: deployed.resources.length,
  };
}
