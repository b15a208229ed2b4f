import { join } from "node:path";
import { type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import { loadProject } from "@batchline/pulumi-engine";
import { localRoot, secretsFile } from "./local-session.ts";
import { startSamples } from "./samples.ts";

export interface LocalAccountOptions {
  readonly root: string;
  /** Its configuration has the region. */
  readonly stack: string;
  /** The folder of the account's data. */
  readonly dir: string;
  /** Serve the sample tenants' feeds and images; without it workers go to the internet. */
  readonly samples: boolean;
}

export interface LocalAccount extends Pick<LocalAccountOptions, "dir"> {
  readonly aws: EmbeddedAws;
  /** Configuration with which the stack's workers reach the sample feeds. */
  readonly config: Readonly<Record<string, string>>;
  /** Stops everything that was started. */
  stop(): Promise<void>;
}

/** Starts the embedded AWS, and the suppliers of the sample tenants. */
export async function startLocalAccount(options: LocalAccountOptions): Promise<LocalAccount> {
  const { root, stack, dir } = options;
  const { config } = await loadProject({ root, stack, overrides: {} });
  const region = config["aws:region"];
  const aws = await startEmbeddedAws({
    dir,
    secretsFile: join(root, localRoot, secretsFile),
    ...(region === undefined ? {} : { region }),
  });
  try {
    const supplier = options.samples ? await startSamples(root, dir) : undefined;
    return {
      aws,
      dir,
      config: supplier === undefined ? {} : { "batchline:egressProxy": supplier.proxyUrl },
      async stop() {
        await supplier?.stop();
        await aws.stop();
      },
    };
  } catch (cause) {
    await aws.stop();
    throw cause;
  }
}
