import { z } from "zod";
import { AwsError } from "../../host/gateway/aws-error.ts";

/** An image as rules see it. */
export interface PushedImage {
  readonly tags: readonly string[];
  /** Epoch milliseconds. */
  readonly pushedAt: number;
}

const count = z.int().min(1);
const selection = z.discriminatedUnion("countType", [
  z.object({
    countType: z.literal("imageCountMoreThan"),
    countNumber: count,
    countUnit: z.undefined().optional(),
  }),
  z.object({ countType: z.literal("sinceImagePushed"), countNumber: count, countUnit: z.literal("days") }),
]);
const tagging = z.discriminatedUnion("tagStatus", [
  z.object({ tagStatus: z.literal("tagged"), tagPrefixList: z.array(z.string().min(1)).min(1) }),
  z.object({ tagStatus: z.enum(["untagged", "any"]), tagPrefixList: z.undefined().optional() }),
]);
const rule = z.object({
  rulePriority: z.int().min(1),
  selection: z.intersection(tagging, selection),
  action: z.object({ type: z.literal("expire") }),
});
const document = z.object({ rules: z.array(rule).min(1) });

export type LifecyclePolicy = z.output<typeof document>;
type Selection = LifecyclePolicy["rules"][number]["selection"];

/** @throws {AwsError} InvalidParameterException */
export function parseLifecyclePolicy(text: string): LifecyclePolicy {
  try {
    return document.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    const constraint = `failed to satisfy constraint: 'Lifecycle policy validation failure: ${why}'`;
    const message = `Invalid parameter at 'LifecyclePolicyText' ${constraint}`;
    throw new AwsError("InvalidParameterException", message, 400, { cause });
  }
}

/**
 * The images of a repository that a policy expires. No rule expires what a rule of a lower number selects.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 * @param now Epoch milliseconds.
 */
export function expiredBy<Image extends PushedImage>(
  { rules }: LifecyclePolicy,
  images: readonly Image[],
  now: number,
): Image[] {
  let left = images.toSorted((a, b) => b.pushedAt - a.pushedAt);
  return rules
    .toSorted((a, b) => a.rulePriority - b.rulePriority)
    .flatMap((rule) => {
      const selected = left.filter((image) => isSelected(image, rule.selection));
      left = left.filter((image) => !selected.includes(image));
      const { countType, countNumber } = rule.selection;
      if (countType === "imageCountMoreThan") return selected.slice(countNumber);
      return selected.filter(({ pushedAt }) => now - pushedAt > countNumber * 86_400_000);
    });
}

function isSelected({ tags }: PushedImage, of: Selection): boolean {
  if (of.tagStatus === "untagged") return tags.length === 0;
  const { tagPrefixList = [] } = of;
  return tagPrefixList.every((prefix) => tags.some((tag) => tag.startsWith(prefix)));
}
