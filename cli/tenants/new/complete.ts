import { didYouMean, isRecord } from "@batchline/diagnostics";
import type { FileChecker } from "../../../config/tenants/check-file.ts";
import { schemaAt } from "../../../config/tenants/json-schema.ts";
import type { JsonSchema } from "../../../config/tenants/types.ts";
import { UsageError } from "../../errors.ts";
import { type Answers, answerAt, readAnswer, withAnswer } from "./answers.ts";
import type { Dialogue } from "./dialogue.ts";
import { type Field, fieldsOf, withDescription, workflowFields, workflowNames } from "./fields.ts";

/** Optional fields that the command asks for; the others are comments in the file. */
const askedToo = new Set(["contact", "storage.bucket"]);

/** Adds defaults to the answers, without asking. @throws UsageError with the fields that have no default */
export function completeSilently(given: Answers, schema: JsonSchema): Answers {
  const answers = given.name === undefined ? { ...given, name: presetName(given) } : given;
  const chosen = chosenIn(answers);
  const lacking = [
    ...(chosen.length === 0 ? [`--workflow <${workflowNames(schema).join(" | ")}>`] : []),
    ...[...fieldsOf(schema), ...workflowFields(schema, chosen)].flatMap(({ path, name, required }) =>
      required && answerAt(answers, path) === undefined ? [`--set ${name}=…`] : [],
    ),
  ];
  if (lacking.length === 0) return answers;
  const options = lacking.join(", ");
  throw new UsageError("BL-U002", `not given: ${options}; on a terminal, without --yes, the command asks`);
}

/** Asks for the missing answers, and checks each at once. @throws NoAnswerError */
export async function completeByAsking(
  given: Answers,
  schema: JsonSchema,
  checker: Pick<FileChecker, "complaint">,
  dialogue: Dialogue,
): Promise<Answers> {
  let answers = given;
  const ask = async (field: Field) => {
    if (answerAt(answers, field.path) !== undefined) return;
    const preset = field.name === "name" ? presetName(given) : field.required ? undefined : "";
    const text = await dialogue.ask({
      text: questionText(field, preset),
      preset,
      complaint: (answer) => checker.complaint(field.path, readAnswer(field, answer)),
    });
    if (text !== "") answers = withAnswer(answers, field.path, readAnswer(field, text));
  };
  for (const field of fieldsOf(schema)) if (field.required || askedToo.has(field.name)) await ask(field);
  if (chosenIn(answers).length === 0) {
    const chosen = await askWorkflows(schema, dialogue);
    answers = { ...answers, workflows: Object.fromEntries(chosen.map((name) => [name, {}])) };
  }
  for (const field of workflowFields(schema, chosenIn(answers))) if (field.required) await ask(field);
  return answers;
}

function chosenIn({ workflows }: Answers): string[] {
  return isRecord(workflows) ? Object.keys(workflows) : [];
}

function questionText({ name, schema }: Field, preset: string | undefined): string {
  const [example] = schema.examples ?? [];
  const parts = [
    schema.description,
    schema.enum && `One of: ${schema.enum.join(", ")}.`,
    example !== undefined && !preset && `Such as ${example}.`,
    preset !== undefined && `Empty: ${preset || "none"}.`,
  ];
  return `${name}: ${parts.filter(Boolean).join(" ")}`;
}

async function askWorkflows(schema: JsonSchema, dialogue: Dialogue): Promise<readonly string[]> {
  const names = workflowNames(schema);
  const menu = names.map((name, at) => {
    return `  ${at + 1}  ${withDescription(name, schemaAt(schema, ["workflows", name]))}`;
  });
  const parts = (answer: string) => answer.split(/[\s,]+/).filter(Boolean);
  const named = (part: string) =>
    /^\d+$/.test(part) ? names[Number(part) - 1] : names.find((name) => name === part);
  const complaint = (answer: string) => {
    const wrong = parts(answer).find((part) => named(part) === undefined);
    if (wrong === undefined) return undefined;
    return `unknown workflow ${wrong}; ${didYouMean(wrong, names) ?? `there are 1 to ${names.length}`}`;
  };
  const text = ["Which workflows run for it? Numbers or names.", ...menu].join("\n");
  const answer = await dialogue.ask({ text, complaint });
  return [...new Set(parts(answer).flatMap((part) => named(part) ?? []))];
}

/** `acme-outdoor` → `Acme Outdoor` */
function presetName({ id }: Answers): string {
  const words = String(id).split("-");
  return words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(" ");
}
