import { tenantJsonSchema } from "./json-schema.ts";
import { findingOfIssue } from "./problem-of-issue.ts";
import { tenantSchema } from "./shared-fields.ts";
import type { JsonSchema, WorkflowParams } from "./types.ts";

/** Checks one value of a tenant's file before the file exists, with the schema that checks files. */
export class ValueChecker {
  readonly #schema: ReturnType<typeof tenantSchema>;
  readonly #jsonSchema: JsonSchema;

  /** `workflows` are those that a tenant may name. */
  constructor(workflows: WorkflowParams) {
    this.#schema = tenantSchema(workflows);
    this.#jsonSchema = tenantJsonSchema(workflows);
  }

  /** What is wrong with `value` at `path`, and how to fix it, in one line; undefined if it is allowed. */
  complaint(path: readonly string[], value: unknown): string | undefined {
    const candidate = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
    const parsed = this.#schema.safeParse(candidate, { reportInput: true });
    const issue = parsed.error?.issues.find((each) => path.every((key, at) => each.path[at] === key));
    if (issue === undefined) return undefined;
    const { message, suggestion } = findingOfIssue(issue, this.#jsonSchema);
    return suggestion === undefined ? message : `${message}; ${suggestion}`;
  }
}
