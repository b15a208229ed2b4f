import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { developNegative, type Negative } from "./negative.ts";
import { type PhotoSpec, takePhoto } from "./photo.ts";
import type { SceneName } from "./scenes.ts";

/** Change it with the photos' look, so that cached photos are not used. */
const edition = "1";

/** Time without a new photo after which the scenes, 15 MB each, leave the memory. Milliseconds. */
const idleMs = 3_000;

/**
 * Makes photos on their first request, and keeps them in a directory. Several processes may share it: a rename makes files
 * appear whole, and each process makes the same photo.
 */
export class Darkroom {
  readonly #dir: string;
  readonly #underWay = new Map<string, Promise<Buffer>>();
  readonly #negatives = new Map<SceneName, Promise<Negative>>();
  /** Few at once: the process shares Node's thread pool. */
  readonly #queue = pLimit(2);
  #idle: NodeJS.Timeout | undefined;

  constructor(dir: string) {
    this.#dir = dir;
  }

  photo(spec: PhotoSpec): Promise<Buffer> {
    return this.keep(`${spec.seed}.${spec.format}`, async () =>
      takePhoto(spec, await this.#negative(spec.scene)),
    );
  }

  /** The bytes under `name`. Calls `make` if there are none. */
  keep(name: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const underWay = this.#underWay.get(name);
    if (underWay !== undefined) return underWay;
    const made = this.#readOrMake(name, make).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, made);
    return made;
  }

  async #readOrMake(name: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const hash = createHash("sha256").update(`${edition}/${name}`).digest("hex").slice(0, 32);
    const file = join(this.#dir, hash);
    try {
      return await readFile(file);
    } catch {
      const bytes = await this.#queue(make);
      const draft = `${file}.${randomUUID()}`;
      await mkdir(this.#dir, { recursive: true });
      await writeFile(draft, bytes);
      await rename(draft, file);
      return bytes;
    }
  }

  #negative(scene: SceneName): Promise<Negative> {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#negatives.clear(), idleMs).unref();
    const known = this.#negatives.get(scene);
    if (known !== undefined) return known;
    const negative = developNegative(scene);
    this.#negatives.set(scene, negative);
    return negative;
  }
}
