import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isRecord, suggestion } from "@batchline/diagnostics";
import { type ConfigType, describeConfigType, fits, readConfigType } from "./config-type.ts";
import { ProjectError, ProjectFile } from "./project-file.ts";

/** A configuration value as in YAML. */
type ConfigValue = string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>;

/** Key → a value that replaces the stack's. Keys without `:` belong to the project. */
export type ConfigOverrides = Readonly<Record<string, ConfigValue>>;

/** A project's settings and a stack's configuration. */
export interface Project {
  readonly name: string;
  /** Key with its namespace → value as in PULUMI_CONFIG: lists and objects as JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys declared `secret`. */
  readonly secretKeys: readonly string[];
}

interface LoadProjectOptions {
  /** Absolute path of the folder with Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  readonly overrides: ConfigOverrides;
  /** Replaces encrypted values, which only Pulumi can decrypt. @default an encrypted value is an error */
  readonly encrypted?: string;
}

interface Settings {
  readonly name: string;
  readonly file: ProjectFile;
  readonly declarations: Map<string, { readonly type: ConfigType | undefined; readonly secret: boolean }>;
  readonly values: Map<string, ConfigValue>;
}

/**
 * Reads Pulumi.yaml and Pulumi.<stack>.yaml, applies `overrides`, and checks each value against its declared type.
 * @throws {ProjectError} for the first problem
 * @example
 * const { config } = await loadProject({ root: "/shop", stack: "dev", overrides: { size: 3 } });
 */
export async function loadProject(options: LoadProjectOptions): Promise<Project> {
  const { root, stack } = options;
  const file = await ProjectFile.ofProject(root);
  const { name, config } = record(file.value);
  if (typeof name !== "string" || name === "")
    throw file.error("BL-E003", ["name"], "a project needs a name");
  const settings: Settings = { name, file, declarations: new Map(), values: new Map() };
  for (const [key, declaration] of Object.entries(record(config)))
    readDeclaration(settings, key, declaration);
  await readStackFile(options, settings);
  applyOverrides(options.overrides, settings);
  const { declarations, values } = settings;
  for (const [key, { type }] of declarations) {
    if (type === undefined || values.has(key)) continue;
    const why = `${key} has no default and Pulumi.${stack}.yaml does not set it`;
    throw file.error("BL-E005", ["config", unqualified(key, name)], why);
  }
  const asText = (value: ConfigValue) => (typeof value === "object" ? JSON.stringify(value) : String(value));
  return {
    name,
    config: Object.fromEntries([...values].map(([key, value]) => [key, asText(value)])),
    secretKeys: [...declarations].filter(([, { secret }]) => secret).map(([key]) => key),
  };
}

/** As Pulumi (sdk/go/common/workspace/project.go): only the project's own keys have types and defaults. */
function readDeclaration(settings: Settings, written: string, body: unknown): void {
  const { name, file, declarations, values } = settings;
  const path = ["config", written];
  const key = qualified(written, name);
  if (!isRecord(body)) {
    values.set(key, configValue(file, path, body, `${key} is empty`));
    declarations.set(key, { type: undefined, secret: false });
    return;
  }
  const foreign = `${key} does not belong to the project ${name}: give it a value, not a type or default`;
  if (!key.startsWith(`${name}:`) && (body.type !== undefined || body.default !== undefined))
    throw file.error("BL-E003", path, foreign);
  const type = readConfigType(body);
  const untyped = `${key} needs one of the types string, integer, boolean, object, or array with items`;
  if (body.type !== undefined && type === undefined) throw file.error("BL-E003", [...path, "type"], untyped);
  declarations.set(key, { type, secret: body.secret === true });
  const given = body.default ?? body.value;
  if (given === undefined) return;
  if (type !== undefined && !fits(given, type)) {
    const why = `the default of ${key} must be of type ${describeConfigType(type)}`;
    throw file.error("BL-E006", [...path, "default"], why);
  }
  values.set(key, configValue(file, path, given, `${key} has no usable value`));
}

async function readStackFile(
  { root, stack, overrides, encrypted }: LoadProjectOptions,
  { name, declarations, values }: Settings,
): Promise<void> {
  const file = await findStackFile(root, stack);
  if (file === undefined) return;
  const overridden = new Set(Object.keys(overrides).map((key) => qualified(key, name)));
  for (const [written, value] of Object.entries(record(record(file.value).config))) {
    const path = ["config", written];
    const key = qualified(written, name);
    if (overridden.has(key)) continue;
    const plain = withoutEncrypted(value, path, (place) => {
      const why = `${key} is encrypted, and only Pulumi can decrypt it; give a plain value for it`;
      if (encrypted === undefined) throw file.error("BL-E007", place, why);
      return encrypted;
    });
    const type = isEncrypted(value) ? undefined : declarations.get(key)?.type;
    if (type !== undefined && !fits(plain, type))
      throw file.error("BL-E006", path, `${key} ${mustBe(type, plain)}`);
    values.set(key, configValue(file, path, plain, `${key} is empty`));
  }
}

/** `value` with the results of `replace` for encrypted values, which may be anywhere in lists and objects. */
function withoutEncrypted(
  value: unknown,
  path: readonly (string | number)[],
  replace: (path: readonly (string | number)[]) => string,
): unknown {
  if (isEncrypted(value)) return replace(path);
  const inside = (item: unknown, at: string | number) => withoutEncrypted(item, [...path, at], replace);
  if (Array.isArray(value)) return value.map(inside);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inside(item, name)]));
}

/** As Pulumi writes a secret: a map with nothing but `secure`. */
function isEncrypted(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

/** The stack's file; undefined if the project has no stack files at all. */
async function findStackFile(root: string, stack: string): Promise<ProjectFile | undefined> {
  const file = await ProjectFile.read(join(root, `Pulumi.${stack}.yaml`));
  if (file !== undefined) return file;
  const stacks = (await readdir(root)).flatMap((entry) => /^Pulumi\.(.+)\.yaml$/.exec(entry)?.[1] ?? []);
  if (stacks.length === 0) return undefined;
  const known = stacks.toSorted().join(", ");
  throw new ProjectError(
    "BL-E004",
    `Pulumi.${stack}.yaml does not exist; the stacks of this project are ${known}`,
  );
}

function applyOverrides(overrides: ConfigOverrides, { name, declarations, values }: Settings): void {
  const known = [...declarations.keys()].map((key) => unqualified(key, name));
  for (const [written, value] of Object.entries(overrides)) {
    const key = qualified(written, name);
    const declaration = declarations.get(key);
    if (declaration === undefined && key.startsWith(`${name}:`) && known.length > 0) {
      const hint = suggestion(unqualified(key, name), known);
      throw new ProjectError("BL-E008", `config ${key}: Pulumi.yaml does not declare this key${hint}`);
    }
    const type = declaration?.type;
    if (type !== undefined && !fits(value, type))
      throw new ProjectError("BL-E006", `config ${key}: ${mustBe(type, value)}`);
    values.set(key, value);
  }
}

function mustBe(type: ConfigType, value: unknown): string {
  return `must be of type ${describeConfigType(type)}, not ${JSON.stringify(value)}`;
}

function configValue(
  file: ProjectFile,
  path: readonly string[],
  value: unknown,
  otherwise: string,
): ConfigValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value) || isRecord(value)) return value;
  throw file.error("BL-E005", path, otherwise);
}

function qualified(key: string, project: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

function unqualified(key: string, project: string): string {
  return key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
