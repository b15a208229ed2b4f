import * as z from "zod";
import type { OwnSchedule } from "../../contract/schedule.ts";
import { BucketName } from "./bucket-name.ts";
import { printable } from "./problem-wording.ts";
import { scheduleKey, TenantSchedule } from "./schedule.ts";

/** Workflow name → the schema of that workflow's block in a tenant's file. */
export type WorkflowParams = Readonly<Record<string, z.ZodType>>;

/** Words that say yes or no but not why: `paused: no` is text in YAML 1.2 and would pause the tenant. */
const notAReason = /^(yes|no|y|n|true|false|on|off|null|none|)$/i;

/** Text that mails, logs and pages show as it is. Line breaks around it, as YAML's `>` leaves them, do not count. */
const oneLine = [
  (text: string) => printable(text) === text && !text.includes("\t"),
  "one line of text without invisible characters",
] as const;

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
    .describe("Where a run's result for this tenant is mailed to.")
    .meta({ examples: ["feeds@acme-outdoor.example"] }),
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
        "The name of the tenant's own bucket, which `pulumi up` makes; a stack may be configured to add a suffix to it. It is unique in all of AWS and belongs to this tenant only.",
      ).meta({ examples: ["acme-outdoor-catalogue"] }),
    })
    .optional()
    .describe(
      "A bucket of the tenant's own. Without it, its data is in the shared bucket, under tenants/<id>/.",
    ),
});

/** A tenant as its file has it, defaults filled in. */
export interface Tenant extends z.output<typeof base> {
  /** Workflow name → that workflow's parameters, checked by its schema, defaults filled in. */
  readonly workflows: Readonly<Record<string, unknown>>;
  /** Workflow name → the tenant's own schedule, from the workflow's block. Absent when it has none. */
  readonly schedules?: Readonly<Record<string, OwnSchedule>>;
}

/** The schema of a tenant's file where `workflows` are all there are. */
export function tenantSchema(workflows: WorkflowParams): z.ZodType<Tenant> {
  const blocks = Object.fromEntries(
    Object.entries(workflows).map(([name, params]) => [name, withSchedule(params).optional()]),
  );
  return base
    .extend({
      workflows: z
        .strictObject(blocks)
        .describe(
          "The workflows that run for this tenant, each with its parameters. One not named here never runs.",
        ),
    })
    .transform((tenant) => schedulesApart(tenant, workflows));
}

/** A schema's block with the key that all blocks have. */
function withSchedule(params: z.ZodType): z.ZodType {
  if (!(params instanceof z.ZodObject)) return params;
  return params.safeExtend({ [scheduleKey]: TenantSchedule }).meta({ ...params.meta() });
}

/** Workflows' parameters are theirs alone: their stages know nothing of schedules. */
function schedulesApart({ workflows, ...tenant }: Omit<Tenant, "schedules">, params: WorkflowParams): Tenant {
  const schedules: Record<string, OwnSchedule> = {};
  const blocks = Object.entries(workflows).map(([name, block]) => {
    if (!isScheduled(block, params[name])) return [name, block];
    const { [scheduleKey]: schedule, ...own } = block;
    if (schedule !== undefined) schedules[name] = schedule;
    return [name, own];
  });
  const own = Object.keys(schedules).length > 0 ? { schedules } : {};
  return { ...tenant, workflows: Object.fromEntries(blocks), ...own };
}

/** Whether it is a block with a schedule, which then is one: the schema has accepted it. */
function isScheduled(
  block: unknown,
  params: z.ZodType | undefined,
): block is { readonly [scheduleKey]?: OwnSchedule } {
  return params instanceof z.ZodObject && typeof block === "object" && block !== null && scheduleKey in block;
}
