import { suggestion } from "@batchline/diagnostics";
import { schemaAt } from "../../../config/tenants/json-schema.ts";
import type { JsonSchema } from "../../../config/tenants/types.ts";
import type { ValueChecker } from "../../../config/tenants/value-checker.ts";
import { UsageError } from "../../errors.ts";
import { type Answers, readAnswer, withAnswer } from "./answers.ts";
import { type Field, fieldsOf } from "./fields.ts";

/** A tenant's values from the command's options. */
export interface GivenOptions {
  readonly name?: string;
  readonly contact?: string;
  readonly bucket?: string;
  readonly workflow?: readonly string[];
  /** `<field>=<value>` */
  readonly set?: readonly string[];
}

/** The workflows that a tenant's file may name. */
export function workflowNames(schema: JsonSchema): readonly string[] {
  return Object.keys(schemaAt(schema, ["workflows"])?.properties ?? {});
}

/** The checked answers from the options. A workflow's field implies the workflow. @throws UsageError */
export function givenAnswers(
  id: string,
  options: GivenOptions,
  schema: JsonSchema,
  checker: ValueChecker,
): Answers {
  const refuseIf = (complaint: string | undefined) => {
    if (complaint !== undefined) throw new UsageError("BL-U001", complaint);
  };
  refuseIf(checker.complaint(["id"], id));
  const known = workflowNames(schema);
  const fields = fieldsOf(schema, known);
  let answers: Answers = { id };
  for (const name of options.workflow ?? []) {
    refuseIf(known.includes(name) ? undefined : `unknown workflow "${name}"${suggestion(name, known)}`);
    answers = withAnswer(answers, ["workflows", name], {});
  }
  const { name, contact, bucket } = options;
  const own = Object.entries({ name, contact, "storage.bucket": bucket });
  const pairs = [
    ...own.flatMap(([field, text]) => (text === undefined ? [] : [[field, text] as const])),
    ...(options.set ?? []).map(pair),
  ];
  for (const [field, text] of pairs) {
    const { path, value } = meant(field, text, fields);
    refuseIf(checker.complaint(path, value));
    answers = withAnswer(answers, path, value);
  }
  return answers;
}

function pair(text: string): readonly [string, string] {
  const equals = text.indexOf("=");
  if (equals < 1) throw new UsageError("BL-U001", `--set ${text}: write <field>=<value>`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function meant(name: string, text: string, fields: readonly Field[]) {
  const field = fields.find((each) => each.name === name);
  if (field === undefined) {
    const known = fields.map((each) => each.name);
    throw new UsageError("BL-U001", `unknown field "${name}"${suggestion(name, known)}`);
  }
  return { path: field.path, value: readAnswer(field, text) };
}
