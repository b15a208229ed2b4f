import { must } from "@batchline/diagnostics";
import type { Check, Finding } from "../../cli/doctor/check.ts";
import { awsClients } from "../../cli/doctor/clients.ts";
import type { Subject } from "../../cli/doctor/subject.ts";
import { placedQueues } from "../../config/placement.ts";
import { checkSettings } from "../../config/stack-config.ts";
import { catalogImport } from "../../workflows/catalog-import/workflow.ts";
import { type Answers, serveAnswers } from "../aws-answers/serve-answers.ts";

/** The time of the answers in testing/aws-answers, a minute later. */
export const now = Date.parse("2026-11-28T12:01:00Z");

/** The stack's outputs, as the answers name its resources. */
export const outputs = {
  stateMachines: { "catalog-import": "arn:aws:states:eu-central-1:123456789012:stateMachine:catalog-import" },
  jobQueues: { compute: "arn:aws:batch:eu-central-1:123456789012:job-queue/compute" },
  table: "runs",
  platformBucket: "platform",
  dataBucket: "data",
};

interface Given {
  /** @default all as in the files */
  readonly answers?: Answers;
  /** Settings of the stack. @default their defaults */
  readonly settings?: Parameters<typeof checkSettings>[0];
  readonly subject?: Partial<Subject>;
}

/** The stack `dev` with `catalog-import`. */
export function subjectAt(
  client: NonNullable<Subject["client"]>,
  { settings = {}, subject = {} }: Given = {},
): Subject {
  const config = must(checkSettings(settings, []).config, "the settings are valid");
  const region = "eu-central-1";
  return {
    ...{ project: "batchline", stack: "dev", region, config, client, outputs },
    workflows: [catalogImport],
    queues: placedQueues(config, [["compute", { "catalog-import": 1 }]]),
    clients: awsClients({ ...client, region }),
    now: () => now,
    ...subject,
  };
}

/** What a check finds in the stack, and the operations that it asked for. */
export async function examined(
  check: Check,
  given: Given = {},
): Promise<{ readonly findings: readonly Finding[]; readonly asked: readonly string[] }> {
  const aws = await serveAnswers(given.answers);
  const subject = subjectAt(aws.client, given);
  try {
    return { findings: await check.run(subject, new AbortController().signal), asked: aws.asked };
  } finally {
    for (const client of Object.values(subject.clients)) client.destroy();
    await aws.stop();
  }
}

/** The findings as `<status> <what>`. */
export async function lines(check: Check, given: Given = {}): Promise<string[]> {
  const { findings } = await examined(check, given);
  return findings.map(({ status, what }) => `${status} ${what}`);
}
