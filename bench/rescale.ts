import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { must } from "@batchline/diagnostics";
import * as z from "zod";
import type { Chunk } from "../contract/chunk.ts";
import { imageKeys } from "../product-images/keys.ts";
import { photo } from "../samples/supplier/photo.ts";
import { sampleShops } from "../samples/supplier/shops.ts";
import { dataBucket, ended, startWorkerCloud, type WorkerCloud } from "../testing/worker/cloud.ts";
import type { StageFile } from "../workflow-kit/at-run/stage-outputs.ts";
import { imagesFile, productsFile } from "../workflows/catalog-import/keys.ts";
import { CatalogImportParams } from "../workflows/catalog-import/params.ts";

const images = 90;
/**
 * One round each, so that no rendition exists already. Both sides alternate, and the best round of each counts: other work of the
 * machine makes rounds only slower.
 */
const qualities = [80, 79, 81];
const tenant = "acme-outdoor";
const prefix = `tenants/${tenant}/`;

/**
 * Images per second of the worker's rescale stage (S3 to S3), divided by a plain sharp loop's (disk to disk).
 * Files and settings are the same. Both run in their own process, whose start does not count.
 */
export async function rescale() {
  const dir = await mkdtemp(join(tmpdir(), "batchline-bench-"));
  const rounds = qualities.map((quality) => renditionsOf(quality));
  const chunks = rounds.map((renditions, index) => chunk(index, renditions));
  const cloud = await startWorkerCloud({
    workflow: "catalog-import",
    chunks,
    egressProxy: "http://127.0.0.1:9",
  });
  try {
    const photos = await samplePhotos();
    await mkdir(join(dir, "photos"));
    for (const [index, photo] of photos.entries()) await writeFile(join(dir, "photos", `${index}`), photo);
    await download(cloud, chunks.length, photos);

    const bare: Round[] = [];
    const worker: Round[] = [];
    for (const [index, renditions] of rounds.entries()) {
      bare.push(await bareLoop(dir, index, renditions));
      worker.push(await workerStage(cloud, index));
    }
    return {
      images,
      processors: availableParallelism(),
      workerImagesPerSecond: images / best(worker).seconds,
      bareLoopImagesPerSecond: images / best(bare).seconds,
      /** The embedded S3 uses the same processors, unlike on AWS. */
      workerOverBareLoop: best(bare).seconds / best(worker).seconds,
      /** By CPU time of the processes, without S3's. */
      workerOverBareLoopByCpu: best(bare).cpuSeconds / best(worker).cpuSeconds,
    };
  } finally {
    await cloud.stop();
    await rm(dir, { recursive: true });
  }
}

interface Round {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** The least of each, perhaps of different rounds. */
function best(rounds: readonly Round[]): Round {
  return {
    seconds: Math.min(...rounds.map(({ seconds }) => seconds)),
    cpuSeconds: Math.min(...rounds.map(({ cpuSeconds }) => cpuSeconds)),
  };
}

type Renditions = CatalogImportParams["renditions"];

/** The default renditions in another quality. */
function renditionsOf(quality: number): Renditions {
  return CatalogImportParams.shape.renditions.parse(undefined).map((each) => ({ ...each, quality }));
}

function chunk(index: number, renditions: Renditions): Chunk {
  const feed = { url: "s3:///supplier/products.xml.gz", format: "google-merchant" };
  const params = CatalogImportParams.parse({ feed, renditions });
  return { index, tenant, part: 0, parts: 1, data: { bucket: dataBucket, prefix }, params };
}

async function samplePhotos(): Promise<Buffer[]> {
  const shop = sampleShops().find(({ id }) => id === tenant);
  const files = [...must(shop, "the sample has the tenant").images.values()].flatMap((image) =>
    image.kind === "photo" ? [image.file] : [],
  );
  const nth = (index: number) => must(files[index % files.length], "the shop has photos");
  return Promise.all(Array.from({ length: images }, (_, index) => photo(nth(index), `/photos/${index}`)));
}

/** Writes the results of the download stage of each chunk to S3. */
async function download(cloud: WorkerCloud, chunks: number, photos: readonly Buffer[]): Promise<void> {
  const lines = photos.map((photo, index) => {
    const sha256 = createHash("sha256").update(photo).digest("hex");
    const url = `http://images.acme-outdoor.example/${index}`;
    return { url, key: imageKeys.original(sha256), sha256, bytes: photo.length, type: "image/jpeg" };
  });
  for (const [index, photo] of photos.entries())
    await cloud.put(dataBucket, prefix + must(lines[index], "each photo has a line").key, photo);
  const products = lines.map(({ url }, index) => ({ id: `${index}`, title: "tent", images: [url] }));
  for (let index = 0; index < chunks; index++) {
    const write = async ({ stage, name }: StageFile, values: readonly unknown[]) => {
      await cloud.setRecord(index, stage, { status: "SUCCEEDED", attempt: "job-1" });
      const text = values.map((value) => `${JSON.stringify(value)}\n`).join("");
      await cloud.put(dataBucket, await cloud.output(index, stage, name), text);
    };
    await write(productsFile, products);
    await write(imagesFile, lines);
  }
}

/** Times from the stage's record and its log. */
async function workerStage(cloud: WorkerCloud, index: number): Promise<Round> {
  const { code, log } = await ended(await cloud.start("rescale", index));
  const record = await cloud.record(index, "rescale");
  if (code !== 0 || record?.items.done !== images || record.endedAt === undefined) {
    throw new Error(`the rescale stage exited with ${code}: ${JSON.stringify(log.at(-1))}`);
  }
  const seconds = (Date.parse(record.endedAt) - Date.parse(record.startedAt)) / 1000;
  const Used = z.object({ cpuSeconds: z.number(), decoder: z.object({ cpuSeconds: z.number() }) });
  const { cpuSeconds, decoder } = Used.parse(log.at(-1));
  return { seconds, cpuSeconds: cpuSeconds + decoder.cpuSeconds };
}

async function bareLoop(dir: string, index: number, renditions: Renditions): Promise<Round> {
  const to = join(dir, `bare-${index}`);
  await mkdir(to);
  const args = ["bench/bare-sharp-loop.ts", join(dir, "photos"), to, JSON.stringify(renditions)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Round;
}
