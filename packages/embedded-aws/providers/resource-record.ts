import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { decodeProperties, encodeProperties, type PropertyMap } from "@batchline/pulumi-engine";
import { z } from "zod";
import { EmbeddedAwsError } from "../error-codes.ts";

/** A resource that exists in the embedded AWS. */
export interface RecordedResource {
  /** Type token, for example `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly id: string;
  readonly urn: string;
  /** Logical name. */
  readonly name: string;
  /** How often a resource with the URN was created before: see `digitsOf`. */
  readonly generation: number;
  /** Checked inputs. */
  readonly inputs: PropertyMap;
  /** Inputs and computed values. */
  readonly outputs: PropertyMap;
}

const properties = z.record(z.string(), z.json());
const recordFile = z.object({
  version: z.literal(1),
  /** URN → how many resources were created with it. */
  created: z.record(z.string(), z.number()),
  resources: z.array(
    z.object({
      ...{ type: z.string(), id: z.string(), urn: z.string(), name: z.string(), generation: z.number() },
      ...{ inputs: properties, outputs: properties },
    }),
  ),
});

/** What programs have created and not deleted, in the order of creation. With a file it outlives the process. */
export class ResourceRecord {
  readonly #file: string | undefined;
  /** By `keyOf`. `json` is the resource in the file. */
  readonly #resources = new Map<string, { readonly resource: RecordedResource; readonly json: string }>();
  readonly #created = new Map<string, number>();
  #unwritten = false;
  #writing: Promise<void> | undefined;

  /**
   * Reads the file if it exists. @throws {EmbeddedAwsError} BL-A015 if its content is invalid
   * @param file It may hold secrets, so only its owner can read it. @default the record is in memory only
   */
  constructor(file?: string) {
    this.#file = file;
    const { created, resources } = file === undefined ? empty : read(file);
    for (const [urn, count] of Object.entries(created)) this.#created.set(urn, count);
    for (const { inputs, outputs, ...of } of resources) {
      const decoded = {
        inputs: decodeProperties(inputs).properties,
        outputs: decodeProperties(outputs).properties,
      };
      this.#set({ ...of, ...decoded });
    }
  }

  get(type: string, id: string): RecordedResource | undefined {
    return this.#resources.get(keyOf({ type, id }))?.resource;
  }

  all(): RecordedResource[] {
    return [...this.#resources.values()].map(({ resource }) => resource);
  }

  /** How often a resource with the URN was created, also if it is deleted. */
  timesCreated(urn: string): number {
    return this.#created.get(urn) ?? 0;
  }

  /** Adds or changes a resource. Resolves when the file has it. */
  async put(resource: RecordedResource): Promise<void> {
    this.#set(resource);
    await this.#write();
  }

  /** Does nothing if there is none. Resolves when the file is without it. */
  async remove(type: string, id: string): Promise<void> {
    if (this.#resources.delete(keyOf({ type, id }))) await this.#write();
  }

  #set(resource: RecordedResource): void {
    const { urn, generation, inputs, outputs, ...of } = resource;
    const encoded = { inputs: encodeProperties(inputs), outputs: encodeProperties(outputs) };
    const json = JSON.stringify({ urn, generation, ...of, ...encoded });
    this.#resources.set(keyOf(resource), { resource, json });
    this.#created.set(urn, Math.max(this.timesCreated(urn), generation + 1));
  }

  /** One write at a time; the next one has all changes since. */
  async #write(): Promise<void> {
    if (this.#file === undefined) return;
    this.#unwritten = true;
    this.#writing ??= this.#writeAll(this.#file);
    await this.#writing;
  }

  async #writeAll(file: string): Promise<void> {
    try {
      while (this.#unwritten) {
        this.#unwritten = false;
        const created = JSON.stringify(Object.fromEntries(this.#created));
        const resources = [...this.#resources.values()].map(({ json }) => json).join(",\n");
        const text = `{"version":1,"created":${created},"resources":[\n${resources}\n]}\n`;
        await writeFile(`${file}.new`, text, { mode: 0o600 });
        await rename(`${file}.new`, file);
      }
    } finally {
      this.#writing = undefined;
    }
  }
}

const empty: z.infer<typeof recordFile> = { version: 1, created: {}, resources: [] };

function read(file: string): z.infer<typeof recordFile> {
  try {
    return recordFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return empty;
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : cause;
    throw new EmbeddedAwsError("BL-A015", `${file}: ${reason}`, { cause });
  }
}

function keyOf({ type, id }: Pick<RecordedResource, "type" | "id">): string {
  return `${type} ${id}`;
}
