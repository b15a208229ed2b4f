import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isRecord } from "@batchline/diagnostics";
import { closest } from "fastest-levenshtein";
import { type ConfigType, describeConfigType, fits, readConfigType } from "./config-type.ts";
import { ProjectError, ProjectFile } from "./project-file.ts";

/** A value as YAML or a caller would write it. */
export type ConfigValue = string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>;

/** Laid over what the files say. Keys without `:` belong to the project. */
export type ConfigOverrides = Readonly<Record<string, ConfigValue>>;

/** What Pulumi.yaml and a stack's file say, as the program gets it. */
export interface Project {
  readonly name: string;
  /** The entry point, relative to the project; absent: package.json's `main`. */
  readonly main?: string;
  /** Every key with its namespace → its value as PULUMI_CONFIG carries it: lists and objects as JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys declared `secret`. */
  readonly secretKeys: readonly string[];
}

interface Declaration {
  readonly type?: ConfigType;
  readonly secret: boolean;
}

interface Settings {
  readonly name: string;
  readonly file: ProjectFile;
  readonly declarations: Map<string, Declaration>;
  readonly values: Map<string, ConfigValue>;
}

/**
 * Reads Pulumi.yaml and Pulumi.<stack>.yaml, lays `overrides` over them, and checks every value against its declared
 * type. Throws ProjectError for the first thing that is wrong.
 */
export async function loadProject(of: {
  /** Absolute path of the folder with Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  readonly overrides: ConfigOverrides;
  /** Stands for values that are encrypted, which only Pulumi can undo. Default: they are refused. */
  readonly encrypted?: string;
}): Promise<Project> {
  const file = await readProjectFile(of.root);
  const content = asRecord(file.value);
  const { name, main } = content;
  if (typeof name !== "string" || name === "") throw file.error(["name"], "a project needs a name");
  if (main !== undefined && typeof main !== "string") throw file.error(["main"], "main must be a path");
  const settings: Settings = { name, file, declarations: new Map(), values: new Map() };
  for (const key of Object.keys(asRecord(content.config))) readDeclaration(settings, key);
  await readStackFile(of, settings);
  applyOverrides(of.overrides, settings);
  for (const [key, { type }] of settings.declarations)
    if (type !== undefined && !settings.values.has(key))
      throw file.error(
        ["config", unqualified(key, name)],
        `${key} has no default and Pulumi.${of.stack}.yaml does not set it`,
      );
  return {
    name,
    ...(main === undefined ? {} : { main }),
    config: Object.fromEntries([...settings.values].map(([key, value]) => [key, asText(value)])),
    secretKeys: [...settings.declarations].filter(([, { secret }]) => secret).map(([key]) => key),
  };
}

async function readProjectFile(root: string): Promise<ProjectFile> {
  try {
    return await ProjectFile.read(join(root, "Pulumi.yaml"));
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new ProjectError(`${root} holds no Pulumi.yaml: it is not a Pulumi project`, { cause });
  }
}

/** The rules are Pulumi's (sdk/go/common/workspace/project.go): types and defaults only for the project's own keys. */
function readDeclaration({ name, file, declarations, values }: Settings, written: string): void {
  const path = ["config", written];
  const key = qualified(written, name);
  const body = asRecord(asRecord(file.value).config)[written];
  const own = key.startsWith(`${name}:`);
  if (!isRecord(body)) {
    values.set(
      key,
      configValue(body, () => file.error(path, `${key} is empty`)),
    );
    declarations.set(key, { secret: false });
    return;
  }
  if (!own && (body.type !== undefined || body.default !== undefined))
    throw file.error(path, `${key} is not of the project ${name}: give it a value, not a type or default`);
  const type = readConfigType(body);
  if (body.type !== undefined && type === undefined)
    throw file.error(
      [...path, "type"],
      `${key} needs one of the types string, integer, boolean, object, or array with items`,
    );
  declarations.set(key, { ...(type === undefined ? {} : { type }), secret: body.secret === true });
  const given = body.default ?? body.value;
  if (given === undefined) return;
  if (type !== undefined && !fits(given, type))
    throw file.error(
      [...path, "default"],
      `the default of ${key} must be of type ${describeConfigType(type)}`,
    );
  values.set(
    key,
    configValue(given, () => file.error(path, `${key} has no usable value`)),
  );
}

async function readStackFile(
  of: Parameters<typeof loadProject>[0],
  { name, declarations, values }: Settings,
): Promise<void> {
  const file = await findStackFile(of.root, of.stack);
  if (file === undefined) return;
  const overridden = new Set(Object.keys(of.overrides).map((key) => qualified(key, name)));
  for (const [written, value] of Object.entries(asRecord(asRecord(file.value).config))) {
    const path = ["config", written];
    const key = qualified(written, name);
    if (overridden.has(key)) continue;
    if (isRecord(value) && "secure" in value) {
      if (of.encrypted === undefined)
        throw file.error(path, `${key} is encrypted, which only Pulumi can undo; give a plain value for it`);
      values.set(key, of.encrypted);
      continue;
    }
    const type = declarations.get(key)?.type;
    if (type !== undefined && !fits(value, type))
      throw file.error(
        path,
        `${key} must be of type ${describeConfigType(type)}, not ${JSON.stringify(value)}`,
      );
    values.set(
      key,
      configValue(value, () => file.error(path, `${key} is empty`)),
    );
  }
}

/** The stack's file; undefined when the project has no stack files at all. */
async function findStackFile(root: string, stack: string): Promise<ProjectFile | undefined> {
  try {
    return await ProjectFile.read(join(root, `Pulumi.${stack}.yaml`));
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    const stacks = (await readdir(root)).flatMap((entry) => /^Pulumi\.(.+)\.yaml$/.exec(entry)?.[1] ?? []);
    if (stacks.length === 0) return undefined;
    throw new ProjectError(
      `there is no Pulumi.${stack}.yaml; the stacks of this project are ${stacks.toSorted().join(", ")}`,
      { cause },
    );
  }
}

function applyOverrides(overrides: ConfigOverrides, { name, declarations, values }: Settings): void {
  for (const [written, value] of Object.entries(overrides)) {
    const key = qualified(written, name);
    const declaration = declarations.get(key);
    if (declaration === undefined && key.startsWith(`${name}:`) && declarations.size > 0) {
      const nearest = closest(key, [...declarations.keys()]);
      throw new ProjectError(`config ${key}: Pulumi.yaml declares no such key; did you mean ${nearest}?`);
    }
    if (declaration?.type !== undefined && !fits(value, declaration.type))
      throw new ProjectError(
        `config ${key}: must be of type ${describeConfigType(declaration.type)}, not ${JSON.stringify(value)}`,
      );
    values.set(key, value);
  }
}

function configValue(value: unknown, orElse: () => ProjectError): ConfigValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value) || isRecord(value)) return value;
  throw orElse();
}

function asText(value: ConfigValue): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function qualified(key: string, project: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

function unqualified(key: string, project: string): string {
  return key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
}

function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}
