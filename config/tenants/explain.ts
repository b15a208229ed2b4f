import type { core } from "zod";
import { didYouMean } from "../../workflows/nearest.ts";
import { type JsonSchema, schemaAt } from "./json-schema.ts";
import { mendEmpty, mendMissing } from "./missing.ts";
import { positionOf } from "./position.ts";
import type { Finding, Problem } from "./problem.ts";
import type { ProblemCode } from "./problem-codes.ts";
import { bound, fieldName, foreignLetter, oneOf, retype, show, size, typeName } from "./wording.ts";
import type { YamlFile } from "./yaml-file.ts";

/**
 * What a zod issue means to the person who wrote the file: the problems, at their places. The message of a pattern's or a
 * refinement's issue says what the value must be, as a noun: "a whole number and m, h or d".
 */
export function explain(issue: core.$ZodIssue, yaml: YamlFile, schema: JsonSchema): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(key, issue.path, yaml, schema));
  }
  const { code, message, suggestion } = refusal(issue, schema);
  return [yaml.problemAt(positionOf(yaml.document, issue.path).value, code, message, suggestion)];
}

/** What an issue of one value means: any but unknown keys, of which there may be several in one issue. */
export function refusal(issue: core.$ZodIssue, schema: JsonSchema): Finding {
  const field = fieldName(issue.path);
  const given = issue.input;
  if (given === undefined || given === null) {
    const suggestion = given === null ? mendEmpty(issue.path, schema) : mendMissing(issue.path, schema);
    return { code: "BL-T008", message: `${field} is missing`, suggestion };
  }
  const mustBe = (what: string) => `${field} must be ${what}, not ${show(given)}`;
  switch (issue.code) {
    case "invalid_type": {
      // zod looks at whether something is a number before it looks at whether it is whole.
      const wanted = schemaAt(schema, issue.path);
      const expected = wanted?.type === "integer" ? "int" : issue.expected;
      return {
        code: "BL-T009",
        message: mustBe(typeName(expected)),
        suggestion: retype(expected, given, wanted),
      };
    }
    case "invalid_value": {
      const choices = issue.values.map(String);
      return {
        code: "BL-T010",
        message: mustBe(oneOf(choices)),
        suggestion: typeof given === "string" ? didYouMean(given, choices) : undefined,
      };
    }
    case "too_small":
    case "too_big":
      return { code: "BL-T010", message: `${field} must ${bound(issue)}, not ${size(given)}` };
    case "invalid_format":
      if (issue.format === "url") {
        const message = mustBe("a complete http:// or https:// address");
        return { code: "BL-T011", message, suggestion: mendUrl(given) };
      }
      if (issue.format === "email") return { code: "BL-T010", message: mustBe("one e-mail address") };
      return { code: codeOf(issue.path), message: mustBe(issue.message), suggestion: foreignLetter(given) };
    case "custom":
      return { code: codeOf(issue.path), message: mustBe(issue.message) };
    default:
      return { code: "BL-T010", message: `${field}: ${issue.message}` };
  }
}

function unknownKey(
  key: string,
  parent: readonly PropertyKey[],
  yaml: YamlFile,
  schema: JsonSchema,
): Problem {
  const known = Object.keys(schemaAt(schema, parent)?.properties ?? {});
  const meant = didYouMean(key, known) ?? `known here: ${known.join(", ")}`;
  const suggestion = [foreignLetter(key), meant].filter(Boolean).join("; ");
  const name = JSON.stringify(key);
  const offset = positionOf(yaml.document, [...parent, key]).key;
  if (parent.length === 1 && parent[0] === "workflows") {
    return yaml.problemAt(offset, "BL-T016", `there is no workflow ${name}`, suggestion);
  }
  const where = parent.length === 0 ? "" : ` in ${fieldName(parent)}`;
  return yaml.problemAt(offset, "BL-T007", `unknown key ${name}${where}`, suggestion);
}

/** Bucket names have a code of their own; all else that a pattern or a rule refuses is a value not allowed. */
function codeOf(path: readonly PropertyKey[]): ProblemCode {
  return path.join(".") === "storage.bucket" ? "BL-T012" : "BL-T010";
}

function mendUrl(given: unknown): string | undefined {
  if (typeof given !== "string") return undefined;
  const [, rest = ""] = /^(?:https?:?\/*)?(.*)$/i.exec(given) ?? [];
  const hasHost = /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(?=[:/?#]|$)/i.test(rest);
  const candidate = `https://${rest}`;
  return hasHost && URL.canParse(candidate) ? `perhaps ${candidate}` : undefined;
}
