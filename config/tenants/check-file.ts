import { isRecord } from "@batchline/diagnostics";
import { tenantJsonSchema } from "./json-schema.ts";
import { findingOfIssue, problemsOfIssue, strictest } from "./problem-wording.ts";
import { isTenantId, type Tenant, tenantSchema } from "./shared-fields.ts";
import type { Finding, JsonSchema, Problem, WorkflowParams } from "./types.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** The extension of a tenant's file. */
export const extension = ".yaml";

/** A value that only one file may have. */
interface Claim {
  readonly field: "id" | "storage.bucket";
  readonly value: string;
  /** Makes the problem that another file has it. Keeps the text in memory, but not the parsed document. */
  readonly problem: (finding: Finding) => Problem;
}

/** A tenant's file after checking. */
export interface CheckedFile {
  readonly file: string;
  /** Empty unless the file is a YAML block. */
  readonly claims: readonly Claim[];
  /** Present if the schema accepts the file. The file may have other problems, such as its name. */
  readonly tenant?: Tenant;
  readonly problems: readonly Problem[];
}

/** Checks one file or value at a time. `clashes` checks all files together. */
export class FileChecker {
  readonly #schema: ReturnType<typeof tenantSchema>;
  readonly #jsonSchema: JsonSchema;

  /** `workflows` are those that a tenant may name. */
  constructor(workflows: WorkflowParams) {
    this.#schema = tenantSchema(workflows);
    this.#jsonSchema = tenantJsonSchema(workflows);
  }

  /** Checks `bytes` of `file`, whose name without extension is `stem`. No content of a file makes it throw. */
  check(file: string, stem: string, bytes: Uint8Array): CheckedFile {
    const yaml = readYaml(file, bytes);
    if (!("yaml" in yaml)) return { file, claims: [], problems: yaml.problems };
    const { value } = yaml;
    if (!isRecord(value)) return { file, claims: [], problems: [...yaml.problems, notABlock(yaml)] };
    const parsed = this.#schema.safeParse(value, { reportInput: true });
    const issues = parsed.success ? [] : strictest(parsed.error.issues);
    const id = typeof value.id === "string" ? value.id : undefined;
    return {
      file,
      claims: [...claim("id", id, yaml), ...claim("storage.bucket", parsed.data?.storage?.bucket, yaml)],
      problems: [
        ...yaml.problems,
        ...issues.flatMap((issue) => problemsOfIssue(issue, yaml, this.#jsonSchema)),
        ...(id === undefined || id === stem ? [] : [misnamed(id, stem, yaml)]),
      ],
      ...(parsed.success && { tenant: parsed.data }),
    };
  }

  /**
   * Checks one value before its file exists. Returns what is wrong with `value` at `path`, and how to fix it, in one
   * line; undefined if it is allowed.
   */
  complaint(path: readonly string[], value: unknown): string | undefined {
    const candidate = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
    const parsed = this.#schema.safeParse(candidate, { reportInput: true });
    const issue = parsed.error?.issues.find((each) => path.every((key, at) => each.path[at] === key));
    if (issue === undefined) return undefined;
    const { message, suggestion } = findingOfIssue(issue, this.#jsonSchema);
    return suggestion === undefined ? message : `${message}; ${suggestion}`;
  }
}

function claim(field: Claim["field"], value: string | undefined, { yaml, problemAt }: YamlFile): Claim[] {
  if (value === undefined) return [];
  const offset = yaml.offsets(field.split(".")).value;
  return [{ field, value, problem: (finding) => problemAt(offset, finding) }];
}

function notABlock({ value, yaml, problemAt }: YamlFile): Problem {
  const isEmpty = value === null || value === undefined;
  const message = isEmpty ? "the file is empty" : "the file is not a block of key: value lines";
  const suggestion = "start with id: and name:";
  return problemAt(yaml.offsets([]).value, { code: "BL-T006", message, suggestion });
}

function misnamed(id: string, stem: string, { yaml, problemAt }: YamlFile): Problem {
  const ways = [
    ...(isTenantId(id) ? [`name the file ${id}${extension}`] : []),
    ...(isTenantId(stem) ? [`write id: ${stem}`] : []),
  ];
  return problemAt(yaml.offsets(["id"]).value, {
    code: "BL-T013",
    message: `the id is ${JSON.stringify(id)} but the file is ${stem}${extension}`,
    suggestion: ways.join(", or ") || "give both the same name, such as acme-outdoor",
  });
}

const clashRules = {
  id: { code: "BL-T014", suggestion: "give each tenant its own id" },
  "storage.bucket": { code: "BL-T015", suggestion: "a bucket belongs to one tenant" },
} as const;

/** Problems that only all files together show: the same id, or the same own bucket, twice. */
export function clashes(files: readonly CheckedFile[]): Problem[] {
  const owners = new Map<string, string>();
  return files.flatMap(({ file, claims }) =>
    claims.flatMap(({ field, value, problem }) => {
      const key = `${field} ${value}`;
      const owner = owners.get(key);
      if (owner === undefined) {
        owners.set(key, file);
        return [];
      }
      const name = field.replace(/.*\./, "");
      const message = `the ${name} ${JSON.stringify(value)} is already used in ${owner}`;
      return [problem({ ...clashRules[field], message })];
    }),
  );
}
