import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type TextPosition, YamlDocument } from "@batchline/diagnostics/yaml";

/** Thrown for a Pulumi.yaml, a stack file or an override that cannot be used. Starts with `file:line:column`. */
export class ProjectError extends Error {
  override readonly name = "ProjectError";
}

/** Pulumi.yaml or a stack's file. */
export class ProjectFile {
  readonly value: unknown;
  readonly #name: string;
  readonly #yaml: YamlDocument;

  /** Throws ProjectError at the first syntax error; ENOENT as the file system reports it. */
  static async read(path: string): Promise<ProjectFile> {
    return new ProjectFile(basename(path), await readFile(path, "utf8"));
  }

  private constructor(name: string, text: string) {
    this.#name = name;
    this.#yaml = new YamlDocument(text);
    const { document } = this.#yaml;
    const [error] = document.errors;
    if (error !== undefined) throw this.#error(this.#yaml.position(error.pos[0]), error.message);
    this.value = document.toJS();
  }

  /** A ProjectError that starts with the position of the value at `path`. */
  error(path: readonly string[], message: string): ProjectError {
    return this.#error(this.#yaml.at(path), message);
  }

  #error({ line, column }: TextPosition, message: string): ProjectError {
    return new ProjectError(`${this.#name}:${line}:${column}: ${message}`);
  }
}
