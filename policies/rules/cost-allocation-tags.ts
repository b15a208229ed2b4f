import { z } from "zod";
import {
  computeEnvironment,
  jobDefinition,
  jobQueue,
  launchTemplate,
  resourceType,
  stateMachine,
} from "../kit/resource-types.ts";
import { fix, type JudgedResource, on, resourceRule } from "../kit/rule.ts";
import { tagKeys } from "../kit/tags.ts";
import { stackAndProject } from "../kit/urn.ts";

interface Tagged {
  readonly tags?: Readonly<Record<string, string>>;
}

/** What is charged for, or passes its tags on to what is. */
const charged = [
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

/** What a launch template tags; a provider's default tags do not reach it. */
const launched = ["instance", "volume"];

export const costAllocationTags = resourceRule({
  name: "cost-allocation-tags",
  code: "BL-P003",
  title: "What is charged for has the tags by which costs are told apart",
  severity: "medium",
  enforcement: "remediate",
  remediation:
    "Give the AWS provider default tags (index.ts), launch templates the same for instances and volumes, and what belongs to one workflow a tag with its name.",
  config: z.object({
    tags: z
      .array(z.string())
      .default(["application", "stack"])
      .describe("Tags that everything has. application and stack are added where they are missing."),
  }),
  checks: ({ tags }) => [
    ...charged.map(({ token }) =>
      on(resourceType<Tagged>(token), (resource, { report }) => {
        const missing = missingFrom(tagKeys(resource), tags);
        if (missing.length > 0) report(`tags: ${missing.join(", ")} missing`);
      }),
    ),
    on(launchTemplate, ({ props }, { apart, report }) => {
      for (const resourceType of launched)
        apart(() => {
          const of = props.tagSpecifications?.find(
            (specification) => specification.resourceType === resourceType,
          );
          const missing = missingFrom(new Set(Object.keys(of?.tags ?? {})), tags);
          if (missing.length > 0)
            report(`tagSpecifications of ${resourceType}: ${missing.join(", ")} missing`);
        });
    }),
    on(jobDefinition, ({ props }, { report }) => {
      if (props.propagateTags !== true)
        report("propagateTags is not set: the job's tasks would have no tags");
    }),
    ...[jobDefinition, stateMachine].map(({ token }) =>
      on(resourceType<Tagged>(token), (resource, { report }) => {
        if (!tagKeys(resource).has("workflow")) report("tags: workflow missing");
      }),
    ),
  ],
  fixes: ({ tags }) => [
    ...charged.map(({ token }) =>
      fix(resourceType<Tagged>(token), (resource) => {
        const added = additions(resource, missingFrom(tagKeys(resource), tags));
        return added && { tags: added };
      }),
    ),
    fix(launchTemplate, (resource) => {
      const specifications = resource.props.tagSpecifications ?? [];
      const complete = launched.map((resourceType) => {
        const of = specifications.find((specification) => specification.resourceType === resourceType);
        const missing = missingFrom(new Set(Object.keys(of?.tags ?? {})), tags);
        return {
          resourceType,
          tags: { ...of?.tags, ...additions(resource, missing) },
          added: missing.length,
        };
      });
      if (complete.every(({ added }) => added === 0)) return undefined;
      const others = specifications.filter(({ resourceType }) => !launched.includes(resourceType ?? ""));
      return {
        tagSpecifications: [...others, ...complete.map(({ added, ...specification }) => specification)],
      };
    }),
    fix(jobDefinition, ({ props }) => (props.propagateTags === true ? undefined : { propagateTags: true })),
  ],
});

function missingFrom(present: ReadonlySet<string>, required: readonly string[]): string[] {
  return required.filter((key) => !present.has(key));
}

/** Those of the missing tags whose values are known; undefined for none. */
function additions(
  { urn }: JudgedResource<unknown>,
  missing: readonly string[],
): Record<string, string> | undefined {
  const { stack, project } = stackAndProject(urn);
  const known: Readonly<Record<string, string>> = { application: project, stack };
  const added = missing.flatMap((key) => (known[key] === undefined ? [] : [[key, known[key]] as const]));
  return added.length === 0 ? undefined : Object.fromEntries(added);
}
