import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Clock } from "@batchline/clock";
import { z } from "zod";
import { EmbeddedAwsError } from "../../error-codes.ts";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { accountId } from "../../host/identity/principal.ts";
import { hiddenBy } from "./docker-ignore.ts";
import { type DockerfileSummary, type ImageConfig, readDockerfile } from "./image-config.ts";
import { expiredBy, type LifecyclePolicy, type PushedImage } from "./lifecycle-policy.ts";

/** An image that runs as a process on this machine. */
interface LocalImage extends Pick<ImageConfig, "entrypoint" | "cmd" | "env">, PushedImage {
  /** `<repository>@sha256:<digest of its files and configuration>` */
  readonly uri: string;
  /** The directory of the bundle on this machine; external packages resolve from it. */
  readonly workdir: string;
}

const texts = z.array(z.string()).readonly();
const imageList = z.array(
  z.object({
    ...{ uri: z.string(), entrypoint: texts, cmd: texts, env: z.record(z.string(), z.string()) },
    ...{ tags: texts.default([]), pushedAt: z.number().default(0) },
  }),
);

interface BuildArgs {
  /** `000000000000.dkr.ecr.eu-central-1.amazonaws.com/worker` */
  readonly repository: string;
  /** It moves here from the image that has it. @default "latest" */
  readonly tag?: string;
  /** The build context: a directory. */
  readonly context: string;
  /** A relative path starts at the working directory, as with Docker. @default "<context>/Dockerfile" */
  readonly dockerfile?: string;
  /** Ignored: a process runs on this machine's platform. */
  readonly platform?: string;
}

/** Images: directories that the Dockerfile's bundle command wrote. */
export class Images {
  readonly #dir: string;
  readonly #index: string;
  readonly #byUri = new Map<string, LocalImage>();
  /** By the repository's name. */
  readonly #policies = new Map<string, LifecyclePolicy>();
  readonly #clock: Clock;

  /** Finds the images of earlier sessions in the folder. */
  constructor(options: { readonly dir: string; readonly clock: Clock }) {
    this.#dir = options.dir;
    this.#clock = options.clock;
    this.#index = join(options.dir, "images.json");
    if (!existsSync(this.#index)) return;
    for (const image of imageList.parse(JSON.parse(readFileSync(this.#index, "utf8"))))
      this.#byUri.set(image.uri, { ...image, workdir: join(options.dir, digestIn(image.uri)) });
  }

  /** Returns the image's URI: the same for the same content. Throws with file and line, or with the bundle command's output. */
  async build(args: BuildArgs): Promise<string> {
    const context = resolve(args.context);
    const file = resolve(args.dockerfile ?? join(context, "Dockerfile"));
    const summary = readDockerfile(await readFile(file, "utf8"), file);
    for (const { source, line } of summary.copies) {
      const refused = (why: string) =>
        new EmbeddedAwsError("BL-A007", `${file}:${line}: COPY ${source}: ${why}`);
      if (!existsSync(join(context, source))) throw refused(`${context} has no such file`);
      const ignoring = hiddenBy(context, file, source);
      if (ignoring !== undefined) throw refused(`${ignoring} hides it from Docker; add !${source} there`);
    }
    await mkdir(this.#dir, { recursive: true });
    const built = await mkdtemp(join(this.#dir, "building-"));
    try {
      await runBundle(summary, context, built, file);
      const digest = await digestOf(summary, built);
      const workdir = join(this.#dir, digest);
      await this.#keep(built, workdir, context);
      const { entrypoint, cmd, env } = summary.config;
      const uri = `${args.repository}@sha256:${digest}`;
      const pushedAt = this.#clock.now();
      this.#push({ uri, entrypoint, cmd, env, workdir, tags: [args.tag ?? "latest"], pushedAt });
      return uri;
    } finally {
      await rm(built, { recursive: true, force: true });
    }
  }

  get(uri: string): LocalImage | undefined {
    return this.#byUri.get(uri);
  }

  /** The rules apply at once, and after each push; on AWS within a day. Undefined: no image expires any more. */
  setLifecyclePolicy(repository: string, policy: LifecyclePolicy | undefined): void {
    if (policy === undefined) this.#policies.delete(repository);
    else this.#policies.set(repository, policy);
    this.#expire(repository);
  }

  /** Deletes a repository's images, with `force` only. Throws RepositoryNotEmptyException. */
  deleteRepository(name: string, { force = false }: { readonly force?: boolean } = {}): void {
    const images = this.#imagesIn(name);
    if (images.length > 0 && !force) throw notEmpty(name);
    this.#remove(images);
  }

  #push(image: LocalImage): void {
    const repository = repositoryOf(image.uri);
    const [tag] = image.tags;
    for (const other of this.#imagesIn(repository))
      this.#byUri.set(other.uri, { ...other, tags: other.tags.filter((each) => each !== tag) });
    // The same image again has one tag more.
    const { tags = [], pushedAt = image.pushedAt } = this.#byUri.get(image.uri) ?? {};
    this.#byUri.set(image.uri, { ...image, tags: [...tags, ...image.tags], pushedAt });
    this.#expire(repository);
    this.#writeIndex();
  }

  #expire(repository: string): void {
    const policy = this.#policies.get(repository);
    if (policy !== undefined) this.#remove(expiredBy(policy, this.#imagesIn(repository), this.#clock.now()));
  }

  #imagesIn(repository: string): LocalImage[] {
    return [...this.#byUri.values()].filter(({ uri }) => repositoryOf(uri) === repository);
  }

  /** The files stay: containers may run with them. */
  #remove(images: readonly LocalImage[]): void {
    for (const { uri } of images) this.#byUri.delete(uri);
    if (images.length > 0) this.#writeIndex();
  }

  #writeIndex(): void {
    const images = [...this.#byUri.values()].map(({ workdir: _, ...image }) => image);
    writeFileSync(this.#index, JSON.stringify(images, null, 2));
  }

  async #keep(built: string, workdir: string, context: string): Promise<void> {
    const modules = nearestModules(context);
    // External packages, such as sharp with its native code, come from the checkout.
    if (modules !== undefined) await symlink(modules, join(built, "node_modules"), "junction");
    try {
      await rename(built, workdir);
    } catch (cause) {
      // Another build has created the same content.
      if (!existsSync(workdir)) throw cause;
    }
  }
}

function digestIn(uri: string): string {
  return uri.slice(uri.lastIndexOf(":") + 1);
}

/** The repository's name in `<registry>/<name>@sha256:…`. */
function repositoryOf(uri: string): string {
  return uri.slice(uri.indexOf("/") + 1, uri.lastIndexOf("@"));
}

function notEmpty(name: string): AwsError {
  const repository = `The repository with name '${name}' in registry with id '${accountId}'`;
  const message = `${repository} cannot be deleted because it still contains images`;
  return new AwsError("RepositoryNotEmptyException", message);
}

async function runBundle({ bundle }: DockerfileSummary, context: string, outDir: string, file: string) {
  try {
    await promisify(execFile)(process.execPath, [bundle.script, outDir], { cwd: context });
  } catch (cause) {
    const output = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
    const command = `node ${bundle.script} ${bundle.outDir}`;
    const message = `${file}: ${command} failed in ${context}: ${output || cause}`;
    throw new EmbeddedAwsError("BL-A008", message, { cause });
  }
}

/** A hash of the configuration and of all files, in the order of their paths. */
async function digestOf({ config }: DockerfileSummary, dir: string): Promise<string> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256").update(JSON.stringify(config));
  for (const file of files.sort()) {
    const content = await readFile(file);
    hash.update(`\0${file.slice(dir.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function nearestModules(from: string): string | undefined {
  const modules = join(from, "node_modules");
  if (existsSync(modules)) return modules;
  const parent = dirname(from);
  return parent === from ? undefined : nearestModules(parent);
}
