import { type PropertyValue, type Unknown, unknown } from "@batchline/pulumi-engine";
import { z } from "zod";
import { readInputs } from "../../providers/inputs.ts";

const count = z.union(
  [
    z.object({ maximumNumberOfImages: z.number() }).transform(({ maximumNumberOfImages: countNumber }) => {
      return { countType: "imageCountMoreThan", countNumber };
    }),
    z.object({ maximumAgeLimit: z.number() }).transform(({ maximumAgeLimit: countNumber }) => {
      return { countType: "sinceImagePushed", countNumber, countUnit: "days" };
    }),
  ],
  "Either [maximumNumberOfImages] or [maximumAgeLimit] must be provided with a rule.",
);
const tagging = z.union(
  [
    z.object({ tagStatus: z.enum(["any", "untagged"]) }),
    z.object({ tagPrefixList: z.array(z.string()).min(1) }).transform(({ tagPrefixList }) => {
      return { tagStatus: "tagged", tagPrefixList };
    }),
  ],
  "tagPrefixList cannot be empty.",
);
const rule = z.intersection(z.object({ description: z.string().optional() }), z.intersection(tagging, count));
const isAny = ({ tagStatus }: z.output<typeof rule>) => tagStatus === "any";
const rules = z
  .array(rule)
  .refine((all) => all.filter(isAny).length < 2, 'At most one [selection: "any"] rule can be provided.');
const repository = z.object({
  lifecyclePolicy: z.object({ skip: z.boolean(), rules }).partial().default({}),
});

const withoutRules: z.output<typeof rules> = [
  {
    description: "remove untagged images",
    ...{ tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: 1 },
  },
];

/**
 * The document of a repository's policy, as awsx makes it. Undefined: it makes none.
 * https://github.com/pulumi/pulumi-awsx/blob/master/awsx/ecr/repository.ts
 * @param given The `lifecyclePolicy` of the repository's arguments.
 */
export function lifecyclePolicyOf(given: PropertyValue = {}): string | Unknown | undefined {
  if (given === unknown) return unknown;
  const { lifecyclePolicy } = readInputs(repository, { inputs: { lifecyclePolicy: given } });
  const { skip, rules: all = withoutRules } = lifecyclePolicy;
  if (skip) return undefined;
  const ordered = [...all.filter((each) => !isAny(each)), ...all.filter(isAny)];
  const numbered = ordered.map(({ description, ...selection }, index) => {
    return { rulePriority: index + 1, description, selection, action: { type: "expire" } };
  });
  return JSON.stringify({ rules: numbered });
}
