import { isRecord } from "@batchline/diagnostics";
import { explain, strictest } from "./explain.ts";
import { type JsonSchema, tenantJsonSchema } from "./json-schema.ts";
import { positionOf } from "./position.ts";
import type { Problem } from "./problem.ts";
import type { ProblemCode } from "./problem-codes.ts";
import { isTenantId, type Tenant, tenantSchema, type WorkflowParams } from "./shared-fields.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** How a tenant's file name ends. */
export const extension = ".yaml";

/** A value that no other file may have. */
export interface Claim {
  readonly field: "id" | "storage.bucket";
  readonly value: string;
  /** Makes the problem that another file has it. Keeps the text in memory, but not what was parsed of it. */
  readonly refuse: (code: ProblemCode, message: string, suggestion: string) => Problem;
}

/** A tenant's file after checking. */
export interface CheckedFile {
  readonly file: string;
  /** What may be in one file only. Empty unless the file is YAML of the right kind. */
  readonly claims: readonly Claim[];
  /** There when the schema accepts the file; it may have other problems, such as its name. */
  readonly tenant?: Tenant;
  readonly problems: readonly Problem[];
}

/** Checks one file at a time; what only all files together can show is in `clashes.ts`. */
export class FileChecker {
  readonly #schema: ReturnType<typeof tenantSchema>;
  readonly #jsonSchema: JsonSchema;

  /** `workflows` are those that a tenant may name. */
  constructor(workflows: WorkflowParams) {
    this.#schema = tenantSchema(workflows);
    this.#jsonSchema = tenantJsonSchema(workflows);
  }

  /** Checks `bytes`, which are in `file`, whose name without the extension is `stem`. Throws nothing that a file could cause. */
  check(file: string, stem: string, bytes: Uint8Array): CheckedFile {
    const yaml = readYaml(file, bytes);
    if (!("document" in yaml)) return { file, claims: [], problems: yaml.problems };
    const shape = notABlock(yaml);
    if (shape !== undefined) return { file, claims: [], problems: [...yaml.problems, shape] };
    const parsed = this.#schema.safeParse(yaml.value, { reportInput: true });
    const refused = parsed.success
      ? []
      : strictest(parsed.error.issues).flatMap((issue) => explain(issue, yaml, this.#jsonSchema));
    return {
      file,
      claims: [
        ...claim("id", idOf(yaml), yaml),
        ...claim("storage.bucket", parsed.data?.storage?.bucket, yaml),
      ],
      problems: [...yaml.problems, ...refused, ...misnamed(stem, yaml)],
      ...(parsed.success && { tenant: parsed.data }),
    };
  }
}

function claim(field: Claim["field"], value: string | undefined, { document, problemAt }: YamlFile): Claim[] {
  if (value === undefined) return [];
  const offset = positionOf(document, field.split(".")).value;
  return [{ field, value, refuse: (...problem) => problemAt(offset, ...problem) }];
}

/** The id in a file, whatever else is wrong with it. */
function idOf(yaml: YamlFile): string | undefined {
  const { id } = yaml.value as { readonly id?: unknown };
  return typeof id === "string" ? id : undefined;
}

function notABlock(yaml: YamlFile): Problem | undefined {
  const { value } = yaml;
  if (isRecord(value)) return undefined;
  const empty = value === null || value === undefined;
  const message = empty ? "the file is empty" : "the file is not a block of key: value lines";
  return yaml.problemAt(positionOf(yaml.document, []).value, "BL-T006", message, "start with id: and name:");
}

function misnamed(stem: string, yaml: YamlFile): Problem[] {
  const id = idOf(yaml);
  if (id === undefined || id === stem) return [];
  const message = `the id is ${JSON.stringify(id)} but the file is ${stem}${extension}`;
  const ways = [
    ...(isTenantId(id) ? [`name the file ${id}${extension}`] : []),
    ...(isTenantId(stem) ? [`write id: ${stem}`] : []),
  ];
  const suggestion = ways.join(", or ") || "give both the same name, such as acme-outdoor";
  return [yaml.problemAt(positionOf(yaml.document, ["id"]).value, "BL-T013", message, suggestion)];
}
