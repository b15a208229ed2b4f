import { isRecord, printable } from "@batchline/diagnostics";
import * as z from "zod";
import type { OwnSchedule } from "../../contract/schedule.ts";
import { scheduleKey, TenantSchedule } from "./schedule.ts";
import type { WorkflowParams } from "./types.ts";

/** Words that say yes or no but give no reason. `paused: no` is text in YAML 1.2 and would pause the tenant. */
const notAReason = /^(yes|no|y|n|true|false|on|off|null|none|)$/i;

/** Text that mails, logs and pages show unchanged. Line breaks around it, as YAML's `>` leaves them, are trimmed. */
const oneLine = [
  (text: string) => printable(text) === text && !text.includes("\t"),
  "one line of text without invisible characters",
] as const;

const reservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/**
 * The beginning of the name of an S3 general purpose bucket. Older buckets have it alone, so it may have all 63 characters. Dots are not allowed, because a dotted name does not match the TLS
 * certificate of virtual-hosted addressing.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const BucketName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    "a bucket name: 3–63 lower-case letters, digits and dashes, with a letter or digit at both ends",
  )
  .refine(
    (name) =>
      !reservedPrefixes.some((prefix) => name.startsWith(prefix)) &&
      !reservedSuffixes.some((suffix) => name.endsWith(suffix)),
    `a bucket name that S3 does not reserve (not starting with ${reservedPrefixes.join(", ")}, not ending in ${reservedSuffixes.join(", ")})`,
  );

const TenantId = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "lower-case letters, digits and single dashes, a letter first");

/** Whether a tenant may have this id. */
export function isTenantId(text: string): boolean {
  return TenantId.safeParse(text).success;
}

const base = z.strictObject({
  id: TenantId.describe(
    "The tenant's id: also this file's name, and the folder of its data. Never change it.",
  ).meta({ examples: ["acme-outdoor"] }),
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine(...oneLine)
    .describe("The name to show to people.")
    .meta({ examples: ["Acme Outdoor"] }),
  contact: z
    .email()
    .optional()
    .describe("The mail address that hears of this tenant's results.")
    .meta({ examples: ["feeds@acme-outdoor.example"] }),
  notices: z
    .enum(["changes", "every-run", "off"])
    .optional()
    .describe(
      "When the contact gets a mail: when a workflow breaks and when it is well again, after each run, or never.",
    )
    .meta({ examples: ["every-run"] }),
  paused: z
    .string()
    .trim()
    .refine((reason) => !notAReason.test(reason), "the reason for the pause, in words")
    .refine(...oneLine)
    .optional()
    .describe("Why this tenant does not run, in words. Remove the line to let it run again.")
    .meta({ examples: ["no feed until the new shop opens in May"] }),
  weight: z
    .number()
    .positive()
    .max(100)
    .default(1)
    .describe("A tenant of weight 2 gets twice the turns of one of weight 1 while both have chunks waiting."),
  storage: z
    .strictObject({
      bucket: BucketName.describe(
        "The beginning of the name of the tenant's own bucket. `pulumi up` makes it and appends the stack's suffix, the account and the region: at most 32 characters leave room for them.",
      ).meta({ examples: ["acme-outdoor-catalogue"] }),
    })
    .optional()
    .describe(
      "A bucket of the tenant's own. Without it, its data is in the shared bucket, under tenants/<id>/.",
    ),
});

/** A tenant as its file describes it, defaults filled in. */
export interface Tenant extends z.output<typeof base> {
  /** Workflow name → that workflow's parameters, checked by its schema, defaults filled in. */
  readonly workflows: Readonly<Record<string, unknown>>;
  /** Workflow name → the tenant's own schedule, from the workflow's block. Absent if it has none. */
  readonly schedules?: Readonly<Record<string, OwnSchedule>>;
}

/** The schema of a tenant's file that may name `workflows`. */
export function tenantSchema(workflows: WorkflowParams): z.ZodType<Tenant> {
  const blocks = Object.fromEntries(
    Object.entries(workflows).map(([name, params]) => [name, withSchedule(params).optional()]),
  );
  const about =
    "The workflows that run for this tenant, each with its parameters. One not named here never runs.";
  return base
    .extend({ workflows: z.strictObject(blocks).describe(about) })
    .transform((tenant) => withSchedulesApart(tenant, workflows));
}

/** Adds the key `schedule` to a workflow's block. */
function withSchedule(params: z.ZodType): z.ZodType {
  if (!(params instanceof z.ZodObject)) return params;
  return params.safeExtend({ [scheduleKey]: TenantSchedule }).meta({ ...params.meta() });
}

/** Moves schedules out of the workflows' blocks, because a workflow's stages must not see them. */
function withSchedulesApart(checked: Omit<Tenant, "schedules">, params: WorkflowParams): Tenant {
  const { workflows, ...tenant } = checked;
  const schedules: Record<string, OwnSchedule> = {};
  const blocks = Object.entries(workflows).map(([name, block]) => {
    if (!(params[name] instanceof z.ZodObject) || !isRecord(block)) return [name, block];
    const { [scheduleKey]: schedule, ...own } = block;
    // The schema has accepted it.
    if (schedule !== undefined) schedules[name] = schedule as OwnSchedule;
    return [name, own];
  });
  const own = Object.keys(schedules).length > 0 ? { schedules } : {};
  return { ...tenant, workflows: Object.fromEntries(blocks), ...own };
}
