import { didYouMean, must, plural } from "@batchline/diagnostics";
import type { core } from "zod";
import { errorCodes, type ProblemCode } from "./error-codes.ts";
import { addKey, fillIn, foreignLetter, oneOf, retype, wholeUrl } from "./fix-hints.ts";
import { blockOf, schemaAt } from "./json-schema.ts";
import type { Finding, IssueParams, JsonSchema, Problem } from "./types.ts";
import type { YamlFile } from "./yaml-file.ts";

/**
 * The problems that a zod issue means for the person who wrote the file. A pattern or refinement has a noun as its
 * message, which names an allowed value: "a whole number and m, h or d".
 */
export function problemsOfIssue(issue: core.$ZodIssue, file: YamlFile, schema: JsonSchema): Problem[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownKey(key, issue.path, file, schema));
  const matching = issuesOfMatchingMember(issue);
  if (matching !== undefined) return matching.flatMap((each) => problemsOfIssue(each, file, schema));
  const problem = file.problemAt(file.yaml.offsets(issue.path).value, findingOfIssue(issue, schema));
  // YAML reads `name: #1` as a comment behind an empty value.
  const isComment = issue.input === null && /:\s+#/.test(must(problem.excerpt, "the problem is in a line"));
  return [isComment ? { ...problem, suggestion: "write the value in quotes if it starts with #" } : problem];
}

/** Drops a limit issue if the same value also breaks a stricter limit. (zod adds its own safe-integer limit.) */
export function strictest(issues: readonly core.$ZodIssue[]): readonly core.$ZodIssue[] {
  const limits = issues.filter((issue) => issue.code === "too_big");
  const isStricter = (one: core.$ZodIssueTooBig, other: core.$ZodIssueTooBig) =>
    one.path.join("\0") === other.path.join("\0") && one.maximum < other.maximum;
  return issues.filter((issue) => issue.code !== "too_big" || !limits.some((one) => isStricter(one, issue)));
}

/** For a union: the issues of the member whose type matches the value. Undefined for other issues, or if no member matches. */
function issuesOfMatchingMember(issue: core.$ZodIssue): readonly core.$ZodIssue[] | undefined {
  if (issue.code !== "invalid_union") return undefined;
  const isOtherType = ({ code, path }: core.$ZodIssue) =>
    path.length === 0 && (code === "invalid_type" || code === "invalid_value");
  const member = issue.errors.find((issues) => !issues.some(isOtherType));
  return member?.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

/** What an issue of one value means. Unknown keys are not among them: one issue may hold several. */
export function findingOfIssue(issue: core.$ZodIssue, schema: JsonSchema): Finding {
  const [matching] = issuesOfMatchingMember(issue) ?? [];
  if (matching !== undefined) return findingOfIssue(matching, schema);
  const { path, input: given } = issue;
  const field = fieldName(path);
  if (given === undefined)
    return { code: "BL-T008", message: `${field} is missing`, suggestion: addKey(path, schema) };
  if (given === null)
    return { code: "BL-T008", message: `${field} has no value`, suggestion: fillIn(path, schema) };
  const wanted = schemaAt(schema, path);
  const mustBe = (code: ProblemCode, what: string, suggestion?: string): Finding => {
    return { code, message: `${field} must be ${what}, not ${show(given)}`, suggestion };
  };
  switch (issue.code) {
    case "invalid_type": {
      // zod checks whether a value is a number before it checks whether it is whole.
      const expected = wanted?.type === "integer" ? "int" : issue.expected;
      return mustBe("BL-T009", typeNames[expected] ?? expected, retype(expected, given, wanted));
    }
    case "invalid_value": {
      const choices = issue.values.map(String);
      const near = typeof given === "string" ? didYouMean(given, choices) : undefined;
      return mustBe("BL-T010", oneOf(choices), near);
    }
    case "too_small":
    case "too_big":
      return { code: "BL-T010", message: `${field} must ${bound(issue)}, not ${size(given)}` };
    case "invalid_format":
      if (issue.format === "url")
        return mustBe(
          "BL-T011",
          issue.message === "Invalid URL" ? webAddress : issue.message,
          wholeUrl(given),
        );
      if (issue.format === "email") return mustBe("BL-T010", "one e-mail address");
      return mustBe(codeOf(path), issue.message, foreignLetter(given));
    case "invalid_union":
      return mustBe("BL-T010", oneOf(membersOf(wanted)));
    case "custom":
      if (isOurs(issue.params)) return { ...issue.params, message: `${field}: ${issue.message}` };
      return mustBe(codeOf(path), issue.message);
    default:
      return { code: "BL-T010", message: `${field}: ${issue.message}` };
  }
}

/** What a value of several kinds may be: fixed words, or a block with certain keys. */
function membersOf(schema: JsonSchema | undefined): string[] {
  const words = (schema?.anyOf ?? []).flatMap(({ const: word }) =>
    word === undefined ? [] : [JSON.stringify(word)],
  );
  const keys = Object.keys(blockOf(schema)?.properties ?? {}).map((key) => `${key}:`);
  return [...words, `a block with ${keys.join(" and ")}`];
}

function isOurs(params: core.$ZodIssueCustom["params"]): params is typeof params & IssueParams {
  return typeof params?.code === "string" && params.code in errorCodes;
}

function unknownKey(key: string, parent: PropertyKey[], file: YamlFile, schema: JsonSchema): Problem {
  const known = Object.keys(blockOf(schemaAt(schema, parent))?.properties ?? {});
  const near = didYouMean(key, known) ?? `known here: ${known.join(", ")}`;
  const suggestion = [foreignLetter(key), near].filter(Boolean).join("; ");
  const offset = file.yaml.offsets([...parent, key]).key;
  const name = JSON.stringify(key);
  if (parent.length === 1 && parent[0] === "workflows")
    return file.problemAt(offset, { code: "BL-T016", message: `there is no workflow ${name}`, suggestion });
  const where = parent.length === 0 ? "" : ` in ${fieldName(parent)}`;
  return file.problemAt(offset, { code: "BL-T007", message: `unknown key ${name}${where}`, suggestion });
}

/** What `z.url` allows unless the schema says otherwise. */
const webAddress = "a complete http:// or https:// address";

/** Bucket names have their own code. */
function codeOf(path: readonly PropertyKey[]): ProblemCode {
  return path.join(".") === "storage.bucket" ? "BL-T012" : "BL-T010";
}

/** A path as people write it: `workflows.nightly-report.renditions[2].width`. */
function fieldName(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return steps.length === 0 ? "the file" : steps.join("").replace(/^\./, "");
}

/** zod's names of types → as people say them. */
const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list (lines that start with -)",
  object: "a block of key: value lines",
  record: "a block of key: value lines",
};

/** `be at least 1`, `have at most 12 entries` */
function bound(issue: core.$ZodIssueTooSmall | core.$ZodIssueTooBig): string {
  const isLow = issue.code === "too_small";
  const limit = Number(isLow ? issue.minimum : issue.maximum);
  const least = isLow ? "at least" : "at most";
  if (issue.origin === "string") return `have ${least} ${plural(limit, "character")}`;
  if (issue.origin === "array") return `have ${least} ${plural(limit, "entry", "entries")}`;
  if (issue.inclusive === false) return `be ${isLow ? "more than" : "less than"} ${limit}`;
  return `be ${least} ${limit}`;
}

/** What a bound is compared with: a length, or the number itself. */
function size(given: unknown): string {
  return Array.isArray(given) || typeof given === "string" ? String(given.length) : show(given);
}

function show(given: unknown): string {
  if (Array.isArray(given)) return "a list";
  if (typeof given === "object" && given !== null) return "a block";
  // JSON has no infinity.
  const text = typeof given === "number" ? String(given) : JSON.stringify(given);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
