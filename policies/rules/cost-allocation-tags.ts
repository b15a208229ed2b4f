import { isRecord } from "@batchline/diagnostics";
import { z } from "zod";
import {
  computeEnvironment,
  jobDefinition,
  jobQueue,
  launchTemplate,
  resourceType,
  stateMachine,
} from "../kit/resource-types.ts";
import { type CheckedResource, on, resourceRule } from "../kit/rule.ts";

interface Tagged {
  readonly tags?: Readonly<Record<string, string>>;
}

/** Resources that are billed, or pass their tags to such. */
const billable = [
  computeEnvironment,
  jobDefinition,
  jobQueue,
  stateMachine,
  ...[
    "aws:s3/bucket:Bucket",
    "aws:dynamodb/table:Table",
    "aws:lambda/function:Function",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:sns/topic:Topic",
    "aws:sqs/queue:Queue",
    "aws:ecr/repository:Repository",
    "aws:kms/key:Key",
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/eip:Eip",
    "aws:ec2/vpcEndpoint:VpcEndpoint",
  ].map((token) => resourceType<Tagged>(token)),
];

/** A launch template tags these itself: a provider's default tags do not reach them. */
const launched = ["instance", "volume"];

export const costAllocationTags = resourceRule({
  name: "cost-allocation-tags",
  code: "BL-P003",
  title: "Billable resources have the cost-allocation tags",
  severity: "medium",
  enforcement: "remediate",
  fix: "Set default tags on the AWS provider (index.ts), and the same tags on launch templates for instances and volumes. Set a tag workflow on each workflow's resources.",
  config: z.object({
    tags: z
      .array(z.string())
      .default(["application", "stack"])
      .describe("Required tags. application and stack are added if they are missing."),
  }),
  checks: ({ tags }) => [
    ...billable.map(({ token }) =>
      on(resourceType<Tagged>(token), (resource, { report }) => {
        const missing = missingFrom(tagKeys(resource), tags);
        if (missing.length > 0) report("tags", `lack ${missing.join(", ")}`);
      }),
    ),
    on(launchTemplate, ({ props }, { separately, report }) => {
      for (const kind of launched)
        separately(() => {
          const of = props.tagSpecifications?.find(({ resourceType }) => resourceType === kind);
          const missing = missingFrom(new Set(Object.keys(of?.tags ?? {})), tags);
          if (missing.length > 0) report(`tagSpecifications.${kind}`, `lacks ${missing.join(", ")}`);
        });
    }),
    on(jobDefinition, ({ props }, { report }) => {
      if (props.propagateTags !== true)
        report("propagateTags", "is not true: the job's tasks would have no tags");
    }),
    ...[jobDefinition, stateMachine].map(({ token }) =>
      on(resourceType<Tagged>(token), (resource, { report }) => {
        if (!tagKeys(resource).has("workflow")) report("tags", "lack workflow");
      }),
    ),
  ],
  remediations: ({ tags }) => [
    ...billable.map(({ token }) =>
      on(resourceType<Tagged>(token), (resource) => {
        const added = additions(resource, missingFrom(tagKeys(resource), tags));
        return added && { tags: added };
      }),
    ),
    on(launchTemplate, (resource) => {
      const specifications = resource.props.tagSpecifications ?? [];
      const complete = launched.map((kind) => {
        const of = specifications.find(({ resourceType }) => resourceType === kind);
        const added = additions(resource, missingFrom(new Set(Object.keys(of?.tags ?? {})), tags));
        return { added, specification: { resourceType: kind, tags: { ...of?.tags, ...added } } };
      });
      if (complete.every(({ added }) => added === undefined)) return undefined;
      const others = specifications.filter(
        ({ resourceType }) => !launched.some((kind) => kind === resourceType),
      );
      return { tagSpecifications: [...others, ...complete.map(({ specification }) => specification)] };
    }),
    on(jobDefinition, ({ props }) => (props.propagateTags === true ? undefined : { propagateTags: true })),
  ],
});

/** The tag keys that a resource will have: its provider's default tags and its own. The result is the same whether or
 * not a provider has completed the inputs. */
function tagKeys({ props, provider }: CheckedResource<Tagged>): Set<string> {
  // A provider's settings are JSON text.
  const settings = provider?.props.defaultTags;
  const defaults: unknown = typeof settings === "string" ? JSON.parse(settings) : settings;
  const maps: unknown[] = [isRecord(defaults) && defaults.tags, props.tags];
  return new Set(maps.flatMap((map) => (isRecord(map) ? Object.keys(map) : [])));
}

function missingFrom(present: ReadonlySet<string>, required: readonly string[]): string[] {
  return required.filter((key) => !present.has(key));
}

/** The missing tags with known values; undefined for none. */
function additions(
  { urn }: CheckedResource<unknown>,
  missing: readonly string[],
): Record<string, string> | undefined {
  // urn:pulumi:<stack>::<project>::<types>::<name>
  const [stack, application] = urn.replace("urn:pulumi:", "").split("::");
  const known = Object.entries({ application, stack }).filter(([key]) => missing.includes(key));
  return known.length === 0 ? undefined : (Object.fromEntries(known) as Record<string, string>);
}
