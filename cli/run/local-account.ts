import { join } from "node:path";
import { type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import { loadProject } from "@batchline/pulumi-engine";
import { localRoot, secretsFile } from "./local-session.ts";

export interface LocalAccountOptions {
  readonly root: string;
  /** Its configuration has the region. */
  readonly stack: string;
  /** The folder of the account's data. */
  readonly dir: string;
}

export interface LocalAccount extends Pick<LocalAccountOptions, "dir"> {
  readonly aws: EmbeddedAws;
  /** Stops everything that was started. */
  stop(): Promise<void>;
}

/** Starts the embedded AWS. */
export async function startLocalAccount(options: LocalAccountOptions): Promise<LocalAccount> {
  const { root, stack, dir } = options;
  const { config } = await loadProject({ root, stack, overrides: {} });
  const region = config["aws:region"];
  const aws = await startEmbeddedAws({
    dir,
    secretsFile: join(root, localRoot, secretsFile),
    ...(region === undefined ? {} : { region }),
  });
  return { aws, dir, stop: aws.stop };
}
