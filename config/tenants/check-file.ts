import { explain } from "./explain.ts";
import { type JsonSchema, tenantJsonSchema } from "./json-schema.ts";
import { positionOf } from "./position.ts";
import type { Problem } from "./problem.ts";
import { type Tenant, tenantSchema, type WorkflowParams } from "./schema.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** How a tenant's file name ends. */
export const extension = ".yaml";

/** A tenant's file after checking. */
export interface CheckedFile {
  readonly file: string;
  /** There when the file is YAML of the right kind. */
  readonly yaml?: YamlFile;
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
    if (!("document" in yaml)) return { file, problems: yaml.problems };
    const shape = notABlock(yaml);
    if (shape !== undefined) return { file, problems: [...yaml.problems, shape] };
    const parsed = this.#schema.safeParse(yaml.value, { reportInput: true });
    const refused = parsed.success
      ? []
      : parsed.error.issues.flatMap((issue) => explain(issue, yaml, this.#jsonSchema));
    return {
      file,
      yaml,
      problems: [...yaml.problems, ...refused, ...misnamed(stem, yaml)],
      ...(parsed.success && { tenant: parsed.data }),
    };
  }
}

/** The id in a file, whatever else is wrong with it. */
export function idOf(yaml: YamlFile): string | undefined {
  const { id } = yaml.value as { readonly id?: unknown };
  return typeof id === "string" ? id : undefined;
}

function notABlock(yaml: YamlFile): Problem | undefined {
  const { value } = yaml;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return undefined;
  const empty = value === null || value === undefined;
  const message = empty ? "the file is empty" : "the file is not a block of key: value lines";
  return yaml.problemAt(positionOf(yaml.document, []).value, "BL-T006", message, "start with id: and name:");
}

function misnamed(stem: string, yaml: YamlFile): Problem[] {
  const id = idOf(yaml);
  if (id === undefined || id === stem) return [];
  const message = `the id is ${JSON.stringify(id)} but the file is ${stem}${extension}`;
  const suggestion = `name the file ${id}${extension}, or write id: ${stem}`;
  return [yaml.problemAt(positionOf(yaml.document, ["id"]).value, "BL-T013", message, suggestion)];
}
