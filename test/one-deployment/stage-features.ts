import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BatchClient } from "@aws-sdk/client-batch";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { deployProgram, type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import type { Diagnostic } from "@batchline/pulumi-engine";
import { fixtureProgram } from "../../testing/checkout.ts";
import { Registrations } from "../../testing/pulumi/registrations.ts";

export const root = fixtureProgram("stages");

/** The outputs of testing/programs/stages. */
export interface Outputs {
  readonly consumableResources: { readonly machine: string; readonly consumable: string };
  readonly containerPlanned: {
    readonly machines: { readonly imports: string; readonly stuck: string };
    readonly queue: string;
    /** Name of the function. */
    readonly stopped: string;
    readonly table: string;
    readonly bucket: string;
  };
  readonly gpuStage: { readonly machine: string; readonly queues: Readonly<Record<string, string>> };
  readonly secrets: { readonly queue: string; readonly jobs: Readonly<Record<string, string>> };
}

/** testing/programs/stages on an embedded AWS. */
export interface StageFeatures {
  readonly aws: EmbeddedAws;
  readonly sfn: SFNClient;
  readonly batch: BatchClient;
  readonly outputs: Outputs;
  readonly registrations: Registrations;
  /** What the program and the deployment logged. */
  readonly diagnostics: readonly Diagnostic[];
  /** Everything that the embedded AWS writes. */
  readonly session: string;
  /** Read for each container; may be changed. */
  readonly secretsFile: string;
  stop(): Promise<void>;
}

export async function deployStageFeatures(): Promise<StageFeatures> {
  const dir = await mkdtemp(join(tmpdir(), "stage-features-"));
  const [session, meeting] = [join(dir, "session"), join(dir, "meeting")];
  for (const folder of [session, meeting]) await mkdir(folder);
  const secretsFile = join(dir, "secrets.yaml");
  const aws = await startEmbeddedAws({ dir: session, secretsFile });
  const run = await deployProgram(aws, { root, stack: "dev", config: { meeting } });
  const clients = { sfn: new SFNClient(aws.clientConfig), batch: new BatchClient(aws.clientConfig) };
  return {
    ...{ aws, ...clients, session, secretsFile },
    registrations: new Registrations({ ...run, secretOutputs: [] }),
    diagnostics: run.diagnostics,
    outputs: run.outputs as unknown as Outputs,
    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      await aws.stop();
      await rm(dir, { recursive: true });
    },
  };
}

/** The execution once it has ended. */
export function ended({ sfn }: StageFeatures, executionArn: string | undefined) {
  return eventually(async () => {
    const now = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return now.status === "RUNNING" ? undefined : now;
  });
}

/** Asks again and again, for a minute at most, until there is an answer. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(50)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error("there was no answer within a minute");
}
