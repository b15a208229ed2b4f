import { suggestion } from "@batchline/diagnostics";
import type { FileChecker } from "../../../config/tenants/check-file.ts";
import type { JsonSchema } from "../../../config/tenants/types.ts";
import { UsageError } from "../../errors.ts";
import { type Answers, readAnswer, withAnswer } from "./answers.ts";
import { fieldsOf, workflowFields, workflowNames } from "./fields.ts";

/** A tenant's values from the command's options. */
export interface GivenOptions {
  readonly name?: string;
  readonly contact?: string;
  readonly bucket?: string;
  readonly workflow?: readonly string[];
  /** `<field>=<value>` */
  readonly set?: readonly string[];
}

/** The checked answers from the options. A workflow's field implies the workflow. @throws UsageError */
export function givenAnswers(
  id: string,
  options: GivenOptions,
  schema: JsonSchema,
  checker: Pick<FileChecker, "complaint">,
): Answers {
  const refuseIf = (complaint: string | undefined) => {
    if (complaint !== undefined) throw new UsageError("BL-U001", complaint);
  };
  refuseIf(checker.complaint(["id"], id));
  const known = workflowNames(schema);
  const fields = new Map(
    [...fieldsOf(schema), ...workflowFields(schema, known)].map((each) => [each.name, each]),
  );
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
  for (const [name, text] of pairs) {
    const field = fields.get(name);
    if (field === undefined)
      throw new UsageError("BL-U001", `unknown field "${name}"${suggestion(name, [...fields.keys()])}`);
    const value = readAnswer(field, text);
    refuseIf(checker.complaint(field.path, value));
    answers = withAnswer(answers, field.path, value);
  }
  return answers;
}

function pair(text: string): readonly [string, string] {
  const equals = text.indexOf("=");
  if (equals < 1) throw new UsageError("BL-U001", `--set ${text}: write <field>=<value>`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}
