import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { must } from "@batchline/diagnostics";
import { YamlDocument } from "@batchline/diagnostics/yaml";
import { isMap, isPair, isScalar } from "yaml";
import { EmbeddedAwsError } from "../../error-codes.ts";

const rangeIsSet = "the YAML parser sets the range of each node";

/** Reads a map: name → text, or a map of texts for a secret that is JSON. Throws with file, line and column, without a value. */
export async function readSecrets(file: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "";
    throw cause;
  });
  // Numbers stay as written: 007 is a valid secret.
  const yaml = new YamlDocument(text, { schema: "failsafe" });
  const refuse = (offset: number, problem: string): never => {
    const { line, column } = yaml.position(offset);
    throw new EmbeddedAwsError("BL-A009", `${shown(file)}:${line}:${column}: ${problem}`);
  };
  const { errors, contents } = yaml.document;
  const [error] = errors;
  if (error !== undefined) refuse(error.pos[0], `not YAML (${error.code})`);
  if (contents === null) return new Map();
  if (!isMap(contents)) return refuse(contents.range[0], "expected lines of <name of a secret>: <value>");
  const secrets = new Map<string, string>();
  for (const pair of contents.items) {
    const { key, value } = pair;
    if (!isScalar(key) || typeof key.value !== "string")
      return refuse(must(contents.range, rangeIsSet)[0], "expected the name of a secret before each colon");
    if (isScalar(value) && typeof value.value === "string" && value.value !== "") {
      secrets.set(key.value, value.value);
    } else if (isMap(value) && value.items.every((item) => isPair(item) && isScalar(item.value))) {
      secrets.set(key.value, JSON.stringify(value.toJSON()));
    } else {
      refuse(must(key.range, rangeIsSet)[0], `${key.value}: expected text, or lines of <JSON key>: <text>`);
    }
  }
  return secrets;
}

/** The path relative to the working directory. */
export function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
}
