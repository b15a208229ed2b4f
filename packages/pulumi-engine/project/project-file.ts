import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { CodedError } from "@batchline/diagnostics";
import { type TextPosition, YamlDocument } from "@batchline/diagnostics/yaml";
import type { ErrorCode } from "../error-codes.ts";

/**
 * Thrown for a Pulumi.yaml, a stack's file or an override that cannot be used (BL-E001 to BL-E008). The message of an error
 * in a file starts with `file:line:column`.
 * @example if (error instanceof ProjectError) console.error(error.message); // Pulumi.yaml:3:1: …
 */
export class ProjectError extends CodedError<ErrorCode> {}

/** Pulumi.yaml or a stack's file. */
export class ProjectFile {
  readonly value: unknown;
  readonly #name: string;
  readonly #yaml: YamlDocument;

  /** Undefined if the file does not exist. Throws ProjectError at the first syntax error. */
  static async read(path: string): Promise<ProjectFile | undefined> {
    const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "ENOENT") throw cause;
    });
    return text === undefined ? undefined : new ProjectFile(basename(path), text);
  }

  /** Pulumi.yaml of the project in a folder. */
  static async ofProject(root: string): Promise<ProjectFile> {
    const file = await ProjectFile.read(join(root, "Pulumi.yaml"));
    if (file !== undefined) return file;
    throw new ProjectError("BL-E001", `${root} has no Pulumi.yaml: it is not a Pulumi project`);
  }

  private constructor(name: string, text: string) {
    this.#name = name;
    this.#yaml = new YamlDocument(text);
    const { document } = this.#yaml;
    const [error] = document.errors;
    if (error !== undefined) throw this.#error("BL-E002", this.#yaml.position(error.pos[0]), error.message);
    this.value = document.toJS();
  }

  /** A ProjectError at the position of the value at `path`. */
  error(code: ErrorCode, path: readonly (string | number)[], message: string): ProjectError {
    return this.#error(code, this.#yaml.at(path), message);
  }

  #error(code: ErrorCode, { line, column }: TextPosition, message: string): ProjectError {
    return new ProjectError(code, `${this.#name}:${line}:${column}: ${message}`);
  }
}
