import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";

/** Thrown for a Pulumi.yaml, a stack file or an override that cannot be used; starts with `file:line:column`. */
export class ProjectError extends Error {
  override readonly name = "ProjectError";
}

/** A YAML file as data that knows where each of its values stands. */
export class YamlFile {
  readonly name: string;
  readonly #document: Document;
  readonly #lines: LineCounter;

  /** Throws ProjectError at the first syntax error; ENOENT as the file system reports it. */
  static async read(path: string): Promise<YamlFile> {
    return new YamlFile(basename(path), await readFile(path, "utf8"));
  }

  constructor(name: string, text: string) {
    this.name = name;
    this.#lines = new LineCounter();
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const [error] = this.#document.errors;
    if (error !== undefined) {
      const { line, col } = this.#lines.linePos(error.pos[0]);
      throw new ProjectError(`${name}:${line}:${col}: ${error.message}`);
    }
  }

  get value(): unknown {
    return this.#document.toJS();
  }

  /** `Pulumi.dev.yaml:4:3`: where the value at `path` is, or the nearest value around it. */
  at(path: readonly (string | number)[]): string {
    for (let length = path.length; length >= 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true);
      if (!isNode(node) || !node.range) continue;
      const { line, col } = this.#lines.linePos(node.range[0]);
      return `${this.name}:${line}:${col}`;
    }
    return this.name;
  }

  /** A ProjectError that starts with where `path` is. */
  error(path: readonly (string | number)[], message: string): ProjectError {
    return new ProjectError(`${this.at(path)}: ${message}`);
  }
}
