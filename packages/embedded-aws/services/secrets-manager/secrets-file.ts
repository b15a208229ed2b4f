import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { isMap, isPair, isScalar, LineCounter, parseDocument } from "yaml";

/** Thrown for a file of secrets that cannot be used: says where and what, and quotes no value. */
export class SecretsFileError extends Error {
  override readonly name = "SecretsFileError";
}

/**
 * The values of secrets on this machine: a YAML map from a secret's name to its text, or to a map of texts for a secret that is
 * JSON. None where the file is not there.
 *
 * @throws {SecretsFileError} with file, line and column.
 */
export async function readSecrets(file: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "";
    throw cause;
  });
  const lines = new LineCounter();
  // Numbers stay as they are written: 007 is a secret, too.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: "failsafe" });
  const refuse = (offset: number, problem: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new SecretsFileError(`${shown(file)}:${line}:${col}: ${problem}`);
  };
  const [error] = document.errors;
  if (error !== undefined) refuse(error.pos[0], `not YAML (${error.code})`);
  const { contents } = document;
  if (contents === null) return new Map();
  if (!isMap(contents)) return refuse(contents.range[0], "expected lines of <name of a secret>: <value>");
  const secrets = new Map<string, string>();
  for (const pair of contents.items) {
    const { key, value } = pair;
    if (!isScalar(key) || typeof key.value !== "string") {
      return refuse(contents.range?.[0] ?? 0, "expected the name of a secret before each colon");
    }
    if (isScalar(value) && typeof value.value === "string" && value.value !== "") {
      secrets.set(key.value, value.value);
    } else if (isMap(value) && value.items.every((item) => isPair(item) && isScalar(item.value))) {
      secrets.set(key.value, JSON.stringify(value.toJSON()));
    } else {
      refuse(key.range?.[0] ?? 0, `${key.value}: expected text, or lines of <JSON key>: <text>`);
    }
  }
  return secrets;
}

/** As a person at this folder would name it. */
export function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
}
