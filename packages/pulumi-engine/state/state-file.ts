import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { StateError } from "../error-codes.ts";
import { fromCheckpoint, toCheckpoint } from "./checkpoint-resource.ts";
import { type Checkpoint, checkpoint } from "./checkpoint-schema.ts";
import { type Crypter, crypterOf, newCrypter } from "./secrets.ts";
import type { StateResource } from "./state-resource.ts";

/** What a stack consists of. A deployment saves it after each step. */
export interface StackState {
  /** In an order in which each follows what it needs. */
  readonly resources: readonly StateResource[];
  save(resources: readonly StateResource[]): Promise<void>;
}

/** A state that ends with the process. @default no resources */
export function memoryState(resources: readonly StateResource[] = []): StackState {
  const state = {
    resources,
    async save(changed: readonly StateResource[]) {
      state.resources = changed;
    },
  };
  return state;
}

/**
 * Opens a state file in the format of `pulumi stack export`, which `pulumi stack import` reads. A missing file is an empty stack;
 * it and its folder are made when there is something to save.
 * Secrets are encrypted as Pulumi's passphrase provider does. The passphrase is in `<file>.passphrase`, which the first secret
 * creates, readable by the user only.
 * @throws {StateError} if the file is not such an export, or its secrets have another passphrase
 * @example
 * await runProgram({ root: ".", stack: "dev", mode: "up", provider, state: await openState(".local/state.json") });
 */
export async function openState(file: string): Promise<StackState> {
  const stored = await readCheckpoint(file);
  const state = new StateFile(file, stored?.deployment.secrets_providers);
  await state.load(stored?.deployment.resources ?? []);
  return state;
}

class StateFile implements StackState {
  resources: readonly StateResource[] = [];
  readonly #file: string;
  #provider: Checkpoint["deployment"]["secrets_providers"];
  #passphrase: string | undefined;
  #crypter: Crypter | undefined;
  /** Resources do not change, so their text is made once. */
  readonly #texts = new WeakMap<StateResource, string>();
  #writing = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(file: string, provider: Checkpoint["deployment"]["secrets_providers"]) {
    this.#file = file;
    this.#provider = provider;
  }

  async load(stored: Checkpoint["deployment"]["resources"]): Promise<void> {
    this.#passphrase = await readOptional(this.#passphraseFile);
    this.resources = stored.map((resource) =>
      fromCheckpoint(resource, (ciphertext) => this.#storedCrypter().decrypt(ciphertext)),
    );
    // A file without encrypted secrets gets a passphrase of its own when it needs one.
    if (this.#crypter === undefined) this.#provider = undefined;
  }

  /** Calls during a write share the next one. */
  save(resources: readonly StateResource[]): Promise<void> {
    this.resources = resources;
    this.#next ??= this.#writing.then(() => {
      this.#next = undefined;
      this.#writing = this.#write();
      return this.#writing;
    });
    return this.#next;
  }

  async #write(): Promise<void> {
    const isNew = this.#passphrase === undefined;
    const text = this.#text();
    await mkdir(dirname(this.#file), { recursive: true });
    if (isNew && this.#passphrase !== undefined)
      await writeFile(this.#passphraseFile, this.#passphrase, { mode: 0o600 });
    // A reader, and the next start, see the old content or the new.
    await writeFile(`${this.#file}.new`, text, { mode: 0o600 });
    await rename(`${this.#file}.new`, this.#file);
  }

  #text(): string {
    const resources = this.resources.map((resource) => this.#textOf(resource)).join(",\n");
    const salt = this.#crypter?.salt;
    const provider = { type: "passphrase", state: { salt } };
    const secrets = salt === undefined ? "" : `"secrets_providers":${JSON.stringify(provider)},\n`;
    const features = featuresOf(this.resources);
    const version =
      features.length === 0 ? '"version":3' : `"version":4,"features":${JSON.stringify(features)}`;
    return `{${version},"deployment":{"manifest":${manifest},\n${secrets}"resources":[\n${resources}\n],"metadata":{}}}\n`;
  }

  #textOf(resource: StateResource): string {
    const known = this.#texts.get(resource);
    if (known !== undefined) return known;
    const text = JSON.stringify(toCheckpoint(resource, (secret) => this.#anyCrypter().encrypt(secret)));
    this.#texts.set(resource, text);
    return text;
  }

  get #passphraseFile(): string {
    return `${this.#file}.passphrase`;
  }

  #anyCrypter(): Crypter {
    if (this.#provider !== undefined) return this.#storedCrypter();
    this.#passphrase ??= randomBytes(24).toString("base64url");
    this.#crypter ??= newCrypter(this.#passphrase);
    return this.#crypter;
  }

  /** The crypter of the file that was read. */
  #storedCrypter(): Crypter {
    if (this.#crypter !== undefined) return this.#crypter;
    const { type, state } = this.#provider ?? {};
    const salt = type === "passphrase" ? state?.salt : undefined;
    if (salt !== undefined && this.#passphrase !== undefined)
      this.#crypter = crypterOf(this.#passphrase, salt);
    if (this.#crypter !== undefined) return this.#crypter;
    const problem = `its secrets cannot be decrypted with the passphrase in ${this.#passphraseFile}`;
    throw new StateError("BL-E016", `${this.#file}: ${problem}`);
  }
}

/** What a reader of the file has to know. Pulumi's engine names it in version 4 (pkg/resource/stack/deployment.go). */
function featuresOf(resources: readonly StateResource[]): string[] {
  const has = {
    hooks: resources.some(({ options }) => options.hooks !== undefined),
    replaceWith: resources.some(({ options }) => options.replaceWith !== undefined),
    taint: resources.some(({ tainted }) => tainted === true),
  };
  return Object.entries(has).flatMap(([feature, isUsed]) => (isUsed ? [feature] : []));
}

/** The engine's version is left out, and so is the time: the same stack has the same text. */
const manifest = JSON.stringify({ time: "0001-01-01T00:00:00Z", magic: "", version: "" });

async function readCheckpoint(file: string): Promise<Checkpoint | undefined> {
  const text = await readOptional(file);
  if (text === undefined) return undefined;
  const result = checkpoint.safeParse(parseJson(file, text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new StateError("BL-E015", `${file}: ${issue?.path.join(".")}: ${issue?.message}`);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StateError("BL-E015", `${file}: it is not JSON`, { cause });
  }
}

/** Undefined: there is no such file. */
async function readOptional(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
}
