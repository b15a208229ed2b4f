import { didYouMean } from "@batchline/diagnostics";
import type { core } from "zod";
import { blockOf, type JsonSchema, schemaAt } from "./json-schema.ts";
import { mendEmpty, mendMissing } from "./missing.ts";
import { positionOf } from "./position.ts";
import type { Finding, IssueParams, Problem } from "./problem.ts";
import { type ProblemCode, problemCodes } from "./problem-codes.ts";
import { bound, fieldName, foreignLetter, oneOf, retype, show, size, typeName } from "./problem-wording.ts";
import type { YamlFile } from "./yaml-file.ts";

/**
 * What a zod issue means to the person who wrote the file: the problems, at their places. The message of a pattern's or a
 * refinement's issue says what the value must be, as a noun: "a whole number and m, h or d".
 */
export function explain(issue: core.$ZodIssue, yaml: YamlFile, schema: JsonSchema): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(key, issue.path, yaml, schema));
  }
  const meant = issuesOfMeant(issue);
  if (meant !== undefined) return meant.flatMap((each) => explain(each, yaml, schema));
  const { code, message, suggestion } = refusal(issue, schema);
  const problem = yaml.problemAt(positionOf(yaml.document, issue.path).value, code, message, suggestion);
  // The value may be there and have become a comment.
  const isComment = issue.input === null && /:\s+#/.test(problem.excerpt ?? "");
  return [isComment ? { ...problem, suggestion: "write the value in quotes if it begins with #" } : problem];
}

/** `issues` without those of limits of which the same value breaks a stricter one: zod has a limit of its own for whole numbers. */
export function strictest(issues: readonly core.$ZodIssue[]): readonly core.$ZodIssue[] {
  const limits = issues.filter((issue) => issue.code === "too_big");
  const isStricter = (one: core.$ZodIssueTooBig, other: core.$ZodIssueTooBig) =>
    one.path.join("\0") === other.path.join("\0") && one.maximum < other.maximum;
  return issues.filter((issue) => issue.code !== "too_big" || !limits.some((one) => isStricter(one, issue)));
}

/**
 * Of a value that may be one of several kinds, what is wrong with it as that kind which it is; undefined for any other issue, and
 * when it is none of them.
 */
function issuesOfMeant(issue: core.$ZodIssue): readonly core.$ZodIssue[] | undefined {
  if (issue.code !== "invalid_union") return undefined;
  const isOther = ({ code, path }: core.$ZodIssue) =>
    path.length === 0 && (code === "invalid_type" || code === "invalid_value");
  const kind = issue.errors.find((issues) => !issues.some(isOther));
  return kind?.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

/** What an issue of one value means: any but unknown keys, of which there may be several in one issue. */
export function refusal(issue: core.$ZodIssue, schema: JsonSchema): Finding {
  const [meant] = issuesOfMeant(issue) ?? [];
  if (meant !== undefined) return refusal(meant, schema);
  const field = fieldName(issue.path);
  const given = issue.input;
  if (given === undefined) {
    return { code: "BL-T008", message: `${field} is missing`, suggestion: mendMissing(issue.path, schema) };
  }
  if (given === null) {
    return { code: "BL-T008", message: `${field} has no value`, suggestion: mendEmpty(issue.path, schema) };
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
    case "invalid_union":
      return { ...noneOf(schemaAt(schema, issue.path), mustBe) };
    case "custom":
      if (isOurs(issue.params)) return { ...issue.params, message: `${field}: ${issue.message}` };
      return { code: codeOf(issue.path), message: mustBe(issue.message) };
    default:
      return { code: "BL-T010", message: `${field}: ${issue.message}` };
  }
}

/** What a value must be that is none of the kinds it may be: words, or a block. */
function noneOf(schema: JsonSchema | undefined, mustBe: (what: string) => string): Finding {
  const words = (schema?.anyOf ?? []).flatMap((kind) =>
    kind.const === undefined ? [] : [String(kind.const)],
  );
  const keys = Object.keys(blockOf(schema)?.properties ?? {}).map((key) => `${key}:`);
  return {
    code: "BL-T010",
    message: mustBe(
      oneOf([...words.map((word) => JSON.stringify(word)), `a block with ${keys.join(" and ")}`]),
    ),
  };
}

function isOurs(
  params: Readonly<Record<string, unknown>> | undefined,
): params is Readonly<Record<string, unknown>> & IssueParams {
  return typeof params?.code === "string" && params.code in problemCodes;
}

function unknownKey(
  key: string,
  parent: readonly PropertyKey[],
  yaml: YamlFile,
  schema: JsonSchema,
): Problem {
  const known = Object.keys(blockOf(schemaAt(schema, parent))?.properties ?? {});
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
