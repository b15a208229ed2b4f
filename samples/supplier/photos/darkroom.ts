import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { developNegative, type Negative } from "./negative.ts";
import { type PhotoSpec, takePhoto } from "./photo.ts";
import type { SceneName } from "./scenes.ts";

/** Change it when photos come to look different, so that the ones in a cache are not taken for them. */
const edition = "1";

/** Scenes are kept in memory, 15 MB each, until no new photo was wanted for so long, in milliseconds. */
const idleMs = 3_000;

/**
 * Makes photos when they are first asked for, and keeps them in a directory. Several darkrooms, also of several
 * processes, may share one: files appear whole, by a rename, and whoever makes a photo makes the same.
 */
export class Darkroom {
  readonly #dir: string;
  readonly #underWay = new Map<string, Promise<Buffer>>();
  readonly #negatives = new Map<SceneName, Promise<Negative>>();
  /** Few at a time: Node's thread pool also serves everybody else in this process. */
  readonly #queue = pLimit(2);
  #idle: NodeJS.Timeout | undefined;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The photo's bytes. */
  photo(spec: PhotoSpec): Promise<Buffer> {
    return this.keep(`${spec.seed}.${spec.format}`, async () =>
      takePhoto(spec, await this.#negative(spec.scene)),
    );
  }

  /** The bytes kept under `name`, made by `make` if there are none yet. */
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
