import { refusal } from "./explain.ts";
import { type JsonSchema, tenantJsonSchema } from "./json-schema.ts";
import { tenantSchema, type WorkflowParams } from "./shared-fields.ts";

/** Checks one value of a tenant's file before there is a file, with the schema that checks files. */
export class ValueChecker {
  readonly #schema: ReturnType<typeof tenantSchema>;
  readonly #jsonSchema: JsonSchema;

  /** `workflows` are those that a tenant may name. */
  constructor(workflows: WorkflowParams) {
    this.#schema = tenantSchema(workflows);
    this.#jsonSchema = tenantJsonSchema(workflows);
  }

  /** What is wrong with `value` at `path`, and how to mend it, in one line; undefined when it may stand there. */
  complaint(path: readonly string[], value: unknown): string | undefined {
    const candidate = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
    const parsed = this.#schema.safeParse(candidate, { reportInput: true });
    const issue = parsed.error?.issues.find((each) => path.every((key, at) => each.path[at] === key));
    if (issue === undefined) return undefined;
    const { message, suggestion } = refusal(issue, this.#jsonSchema);
    return suggestion === undefined ? message : `${message}; ${suggestion}`;
  }
}
