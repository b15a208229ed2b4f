import { z } from "zod";
import { readJson } from "../json-text.ts";

/** IAM takes one value where it takes a list of them. */
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
  /** Kind, such as AWS or Service → who. `"*"` is read as `{ AWS: ["*"] }`. */
  Principal: principal.optional(),
  NotPrincipal: principal.optional(),
  /** Operator → key → values. */
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).default({}),
});

const document = z.object({ Statement: z.union([statement.transform((one) => [one]), z.array(statement)]) });

export type Statement = z.output<typeof statement>;

/** A statement of a policy that allows something, and the path it is at, such as `policy.Statement[1] (Read)`. */
export interface Allowance {
  readonly path: string;
  readonly statement: Statement;
}

/** What a policy document, as text or as an object, allows. What it denies is no rule's concern. */
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
  /** Without what is about lists or missing keys. @example "StringLike" */
  readonly operator: string;
  /** Condition keys know no case; in lower case. @example "aws:requesttag/tenant" */
  readonly key: string;
  readonly values: readonly string[];
  /** `ForAllValues:` or `…IfExists`: holds also for a request that has no such key. */
  readonly holdsWithoutKey: boolean;
}

/** The comparisons of a condition; all have to hold. */
export function comparisons(condition: Statement["Condition"]): Comparison[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator: operator.replace(/^For(AllValues|AnyValue):|IfExists$/g, ""),
      key: key.toLowerCase(),
      values,
      holdsWithoutKey: /^ForAllValues:|IfExists$/.test(operator),
    })),
  );
}
