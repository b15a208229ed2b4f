import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type EmbeddedAws, type StartOptions, startEmbeddedAws } from "@batchline/embedded-aws";
import { loadProject } from "@batchline/pulumi-engine";
import { localRoot, secretsFile } from "./local-session.ts";
import { keepWebhookRequests } from "./local-webhook.ts";

export interface LocalAccountOptions {
  readonly root: string;
  /** Its configuration has the region. */
  readonly stack: string;
  /** The folder of the account's data. */
  readonly dir: string;
  /** As of the embedded AWS. */
  readonly intercept?: StartOptions["intercept"];
}

export interface LocalAccount extends Pick<LocalAccountOptions, "dir"> {
  readonly aws: EmbeddedAws;
  /** Waits, some seconds at most, until the functions that events called have ended: a notice may still be under way. */
  settle(): Promise<void>;
  /** Stops everything that was started. */
  stop(): Promise<void>;
}

/** How long `settle` waits, in milliseconds. */
const mostMs = 10_000;

/** Starts the embedded AWS. */
export async function startLocalAccount(options: LocalAccountOptions): Promise<LocalAccount> {
  const { root, stack, dir, intercept } = options;
  const { name, config } = await loadProject({ root, stack, overrides: {} });
  const region = config["aws:region"];
  const aws = await startEmbeddedAws({
    dir,
    secretsFile: join(root, localRoot, secretsFile),
    ...(intercept === undefined ? {} : { intercept }),
    ...(region === undefined ? {} : { region }),
  });
  const settle = () => Promise.race([aws.lambda.later.idle(), wait(mostMs, undefined, { ref: false })]);
  const endWebhook = await keepWebhookRequests(aws, dir, config[`${name}:webhookSecret`]);
  const stop = () => aws.stop().finally(endWebhook);
  return { aws, dir, settle, stop };
}
