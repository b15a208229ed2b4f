import { type CheckedFile, idOf } from "./check-file.ts";
import { positionOf } from "./position.ts";
import type { Problem } from "./problem.ts";
import type { YamlFile } from "./yaml-file.ts";

/** What only all files together can show: the same id, or the same own bucket, twice. */
export function clashes(files: readonly CheckedFile[]): Problem[] {
  const ids = new Unique("BL-T014", ["id"], "give each tenant an id of its own");
  const buckets = new Unique("BL-T015", ["storage", "bucket"], "a bucket belongs to one tenant");
  return files.flatMap(({ yaml, tenant }) =>
    yaml === undefined ? [] : [...ids.add(idOf(yaml), yaml), ...buckets.add(tenant?.storage?.bucket, yaml)],
  );
}

/** Values of one field, each of which may be in one file only. */
class Unique {
  readonly #fileOf = new Map<string, string>();
  readonly #code: "BL-T014" | "BL-T015";
  readonly #path: readonly string[];
  readonly #suggestion: string;

  constructor(code: "BL-T014" | "BL-T015", path: readonly string[], suggestion: string) {
    this.#code = code;
    this.#path = path;
    this.#suggestion = suggestion;
  }

  add(value: string | undefined, yaml: YamlFile): Problem[] {
    if (value === undefined) return [];
    const earlier = this.#fileOf.get(value);
    if (earlier === undefined) {
      this.#fileOf.set(value, yaml.file);
      return [];
    }
    const message = `the ${this.#path.at(-1)} ${JSON.stringify(value)} is already that of ${earlier}`;
    return [
      yaml.problemAt(positionOf(yaml.document, this.#path).value, this.#code, message, this.#suggestion),
    ];
  }
}
