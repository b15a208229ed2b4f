import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParseOptions,
  parseDocument,
  type Scalar,
  type SchemaOptions,
} from "yaml";
import { must } from "./must.ts";

/** A place in a text. Both count from 1; columns are characters. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Where a value of a document starts, in characters from the start of the text. */
interface ValueOffsets {
  /** The value's start; its key's, if the value is empty; the key of its nearest parent, if it is missing. */
  readonly value: number;
  /** The key's start. Equal to `value` for items of a list and for the whole document. */
  readonly key: number;
}

/**
 * A YAML 1.2 document that knows where its values are. Never throws: see `document.errors`.
 * @example
 * const yaml = new YamlDocument("size: big\n");
 * yaml.at(["size"]); // { line: 1, column: 7 }
 */
export class YamlDocument {
  readonly text: string;
  /** As the library `yaml` parsed it; each of its `errors` has the offsets `pos`. */
  readonly document: Document.Parsed;
  readonly #lines = new LineCounter();

  constructor(text: string, options: Pick<ParseOptions, "uniqueKeys"> & Pick<SchemaOptions, "schema"> = {}) {
    this.text = text;
    this.document = parseDocument(text, {
      ...options,
      lineCounter: this.#lines,
      prettyErrors: false,
      logLevel: "error",
    });
  }

  /** Position of the value at `path`, or of its nearest parent. */
  at(path: readonly PropertyKey[]): TextPosition {
    return this.position(this.offsets(path).value);
  }

  position(offset: number): TextPosition {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }

  /** The whole line around `offset`, without its end. */
  lineAt(offset: number): string {
    const { line } = this.position(offset);
    return must(this.text.split(/\r?\n/)[line - 1], "an offset is in a line of the text");
  }

  offsets(path: readonly PropertyKey[]): ValueOffsets {
    let node: Node | null = this.document.contents;
    let at: ValueOffsets = { value: start(node, 0), key: start(node, 0) };
    for (const step of path) {
      const parent = isAlias(node) ? node.resolve(this.document) : node;
      if (isMap<Node, Node | null>(parent)) {
        // The last of duplicate keys counts.
        const pair = parent.items.findLast(({ key }) => isScalar(key) && keyName(key) === String(step));
        if (pair === undefined) return { value: at.key, key: at.key };
        node = pair.value;
        const key = start(pair.key, at.key);
        at = { key, value: isEmpty(node) ? key : start(node, key) };
      } else if (isSeq<Node>(parent) && typeof step === "number" && parent.items[step] !== undefined) {
        node = parent.items[step];
        const value = start(node, at.value);
        at = { value, key: value };
      } else {
        return { value: at.key, key: at.key };
      }
    }
    return at;
  }
}

/** A key as a property of the plain value: an empty key is "". */
function keyName({ value }: Scalar): string {
  return value === null ? "" : String(value);
}

function start(node: Node | null, otherwise: number): number {
  return node?.range?.[0] ?? otherwise;
}

function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === "");
}
