import { z } from "zod";
import { readJson } from "../json-text.ts";

/** IAM accepts one value instead of a list. */
const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const conditionValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const conditionValues = z.union([conditionValue.transform((one) => [one]), z.array(conditionValue)]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const principal = z.union([
  z.literal("*").transform((any): Record<string, string[]> => ({ AWS: [any] })),
  z.record(z.string(), oneOrMore),
]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
const statement = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  /** Kind (AWS, Service, …) → principals. `"*"` is read as `{ AWS: ["*"] }`. */
  Principal: principal.optional(),
  NotPrincipal: principal.optional(),
  /** Operator → key → values. */
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).default({}),
});

const document = z.object({ Statement: z.union([statement.transform((one) => [one]), z.array(statement)]) });

export type Statement = z.output<typeof statement>;

/** A statement that allows something, and its path, such as `policy.Statement[1] (Read)`. */
export interface Allowance {
  readonly path: string;
  readonly statement: Statement;
}

/** The statements of a policy document, as text or object, that allow something. Rules do not check denials.
 * @example allowances("policy", props.policy) // [{ path: "policy.Statement[0]", statement: { Action: ["s3:GetObject"], … } }] */
export function allowances(property: string, policy: unknown): Allowance[] {
  const statements = readJson(document, policy)?.Statement ?? [];
  return statements.flatMap((statement, index) => {
    if (statement.Effect !== "Allow") return [];
    const sid = statement.Sid === undefined ? "" : ` (${statement.Sid})`;
    return [{ path: `${property}.Statement[${index}]${sid}`, statement }];
  });
}

/** One comparison of a statement's condition. */
export interface Comparison {
  /** Without `ForAllValues:`, `ForAnyValue:` and `IfExists`. @example "StringLike" */
  readonly operator: string;
  /** Lower case: condition keys are case-insensitive. @example "aws:requesttag/tenant" */
  readonly key: string;
  readonly values: readonly string[];
  /** `ForAllValues:` or `…IfExists`, and nothing else requires the key: true for a request without it. */
  readonly holdsWithoutKey: boolean;
}

/** Operators that compare for equality, without prefixes and suffixes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const equality = /^(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/;

/** Whether a comparison requires some of certain texts, and not just any text or no key. */
export const requiresText = ({ operator, values, holdsWithoutKey }: Comparison): boolean =>
  /^String(Equals|Like)$/.test(operator) && !holdsWithoutKey && !values.includes("*");

/** The comparisons of a condition, all of which have to be true.
 * @example comparisons(statement.Condition).some(({ key }) => key === "aws:sourcearn") */
export function comparisons(condition: Statement["Condition"]): Comparison[] {
  const required = Object.entries(condition.Null ?? {}).flatMap(([key, values]) =>
    values.every((is) => is === "false") ? [key.toLowerCase()] : [],
  );
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator: operator.replace(/^For(AllValues|AnyValue):|IfExists$/g, ""),
      key: key.toLowerCase(),
      values,
      holdsWithoutKey: /^ForAllValues:|IfExists$/.test(operator) && !required.includes(key.toLowerCase()),
    })),
  );
}
