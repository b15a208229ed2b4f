import { join, relative } from "node:path";
import { deployProgram } from "../../local/deploy/deploy-program.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../local/start.ts";
import { startSupplier } from "../../local/supplier/supplier.ts";
import { localRoot, openSession } from "./local-session.ts";
import type { StackOutputs, Target } from "./target.ts";

export interface LocalStack extends Target {
  readonly aws: EmbeddedAws;
  /** The session's folder, relative to the project's root. */
  readonly session: string;
  /** How many resources were deployed. */
  readonly resources: number;
  /** Ends everything that was started. */
  stop(): Promise<void>;
}

export interface LocalStackOptions {
  readonly root: string;
  readonly stack: string;
  /** Serve the sample tenants' feeds and images; without it workers go to the internet. */
  readonly samples: boolean;
  readonly signal: AbortSignal;
  /** Told what is being done, for people who wait. */
  readonly onStep: (step: string) => void;
}

/** Starts the embedded AWS and deploys the program, unmodified, to it. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { root, stack, signal, onStep } = options;
  const dir = await openSession(root);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const action of stops.splice(0).reverse()) await action();
  };
  try {
    onStep("starting the embedded AWS");
    const [aws, supplier] = await Promise.all([
      startEmbeddedAws({ dir }),
      options.samples ? startSupplier({ cacheDir: join(root, localRoot, "samples") }) : undefined,
    ]);
    stops.push(() => aws.stop());
    if (supplier !== undefined) stops.push(() => supplier.stop());
    onStep(`deploying stack ${stack} to it`);
    const config: Record<string, string> = {};
    if (supplier !== undefined) config["batchline:egressProxy"] = supplier.proxyUrl;
    const deployed = await deployProgram(aws, { root, stack, config, signal });
    return {
      client: aws.clientConfig,
      outputs: deployed.outputs as unknown as StackOutputs,
      pollMs: 250,
      aws,
      session: relative(root, dir),
      resources: deployed.resources.length,
      stop,
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
