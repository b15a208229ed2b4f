import { DescribeJobsCommand, SubmitJobCommand, type SubmitJobCommandInput } from "@aws-sdk/client-batch";
import { AwsError } from "../host/gateway/aws-error.ts";
import { BenchBatch } from "./bench-batch.ts";
import { serveBatch } from "./serve-batch.ts";

export const batchArn = (resource: string) => `arn:aws:batch:eu-central-1:000000000000:${resource}`;

/** Overrides of a job whose container exits with this code. */
export const exit = (code: number) => ({ containerOverrides: { command: [String(code)] } });

/** A request's error as `<name>: <message>`, or `accepted`. */
export const refusal = (sent: Promise<unknown>) =>
  sent.then(
    () => "accepted",
    (error: Error) => `${error.name}: ${error.message}`,
  );

export const submission = (input: Partial<SubmitJobCommandInput> = {}) =>
  new SubmitJobCommand({ jobName: "test", jobQueue: "queue", jobDefinition: "job", ...input });

/** An embedded Batch behind HTTP, with the AWS SDK's client and the job definition `job`, whose jobs wait. */
export async function startBatchOverHttp() {
  // Waits to be ended, or exits with the code in the job's command.
  const bench = await BenchBatch.start(`
    const [code] = process.argv.slice(2);
    if (code === "wait") setInterval(() => {}, 1000);
    else process.exit(Number(code));
  `);
  bench.define({ command: ["wait"], logConfiguration: { logDriver: "awslogs" } });
  const rights: { readonly checked: string[]; denied?: string; deniedResource?: string } = { checked: [] };
  const { client, stop } = await serveBatch(bench.service, (action, resource) => {
    rights.checked.push(`${action} ${resource}`);
    if (action === rights.denied || resource === rights.deniedResource)
      throw new AwsError("AccessDeniedException", `not authorized to perform: ${action}`, 403);
  });
  return {
    bench,
    client,
    /** The rights that were checked, as `<action> <resource>`, and the action or the resource to refuse. */
    rights,
    /** Submits a job and returns its id. */
    submit: async (input: Partial<SubmitJobCommandInput> = {}) =>
      (await client.send(submission(input))).jobId ?? "",
    describeJob: async (id: string) => (await client.send(new DescribeJobsCommand({ jobs: [id] }))).jobs?.[0],
    async stop() {
      await stop();
      await bench[Symbol.asyncDispose]();
    },
  };
}

export type BatchOverHttp = Awaited<ReturnType<typeof startBatchOverHttp>>;
