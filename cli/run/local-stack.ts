import { join, relative } from "node:path";
import { deployProgram, type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import { loadProject } from "@batchline/pulumi-engine";
import { localRoot, openSession, secretsFile } from "./local-session.ts";
import { startSamples } from "./samples.ts";
import type { StackOutputs, Target } from "./target.ts";

export interface LocalStack extends Target {
  readonly aws: EmbeddedAws;
  /** The session's folder, relative to the working directory. */
  readonly session: string;
  /** How many resources were deployed. */
  readonly resources: number;
  /** Stops everything that was started. */
  stop(): Promise<void>;
}

export interface LocalStackOptions {
  readonly root: string;
  readonly stack: string;
  /** Serve the sample tenants' feeds and images; without it workers go to the internet. */
  readonly samples: boolean;
  readonly signal: AbortSignal;
  /** Receives each step as it begins. */
  readonly onStep: (step: string) => void;
}

/** Starts the embedded AWS and deploys the unmodified program to it. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { root, stack, signal, onStep } = options;
  const dir = await openSession(root);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const action of stops.splice(0).reverse()) await action();
  };
  try {
    onStep("starting the embedded AWS");
    const project = await loadProject({ root, stack, overrides: {} });
    const region = project.config["aws:region"];
    const aws = await startEmbeddedAws({
      dir,
      secretsFile: join(root, localRoot, secretsFile),
      ...(region === undefined ? {} : { region }),
    });
    stops.push(() => aws.stop());
    const supplier = options.samples ? await startSamples(root) : undefined;
    if (supplier !== undefined) stops.push(() => supplier.stop());
    onStep(`deploying stack ${stack} to it`);
    const config: Record<string, string> = {};
    if (supplier !== undefined) config["batchline:egressProxy"] = supplier.proxyUrl;
    const deployed = await deployProgram(aws, { root, stack, config, signal });
    return {
      client: aws.clientConfig,
      outputs: deployed.outputs as unknown as StackOutputs,
      pollMs: 250,
      denials: () => aws.identity.denials,
      aws,
      session: relative(process.cwd(), dir),
      resources: deployed.resources.length,
      stop,
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
