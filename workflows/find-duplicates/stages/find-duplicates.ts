import { must, plural } from "@batchline/diagnostics";
import { exitCode } from "../../../contract/exit-codes.ts";
import { nodePorts } from "../../../contract/nodes.ts";
import { chunkParams } from "../../../workflow-kit/at-run/chunk-params.ts";
import {
  InterruptedError,
  messageOf,
  StageError,
  TryAgainError,
} from "../../../workflow-kit/at-run/errors.ts";
import { checkFailureShare } from "../../../workflow-kit/at-run/failure-share.ts";
import { MainNode } from "../../../workflow-kit/at-run/nodes/main-node.ts";
import {
  announce,
  callMainNode,
  mainNodeFile,
  newKey,
} from "../../../workflow-kit/at-run/nodes/meeting-point.ts";
import { isMain, type NodePlace, nodeFor, othersOf } from "../../../workflow-kit/at-run/nodes/node.ts";
import type { Stage, StageContext } from "../../../workflow-kit/at-run/stage.ts";
import { outputKey, sourceRun } from "../../../workflow-kit/at-run/stage-outputs.ts";
import { HashedImage, hashImages } from "../comparison/hash-images.ts";
import { findGroups } from "../duplicates-file.ts";
import { type ImportedImage, importedImages } from "../imported-images.ts";
import { duplicatesFile } from "../keys.ts";
import { FindDuplicatesParams } from "../params.ts";

/** Time for a node's instance to boot and pull the image, in milliseconds. */
const joinMs = 600_000;
/** Time for a node to reach the main one, which Batch starts first, in milliseconds. */
const callMs = 300_000;
/** A node sends a sign of life every 5 s. After 30 s of silence the main one gives it up. */
const aliveMs = 5_000;
const silenceMs = 30_000;

/** Writes the near-duplicates among the source run's images, its items, to `duplicatesFile`. Each node hashes its share. */
export const findDuplicates: Stage = async (context) => {
  const { chunk, store } = context;
  const params = chunkParams(context, FindDuplicatesParams);
  const node = context.node ?? alone;
  const images = await importedImages(store, sourceRun(chunk));
  const outcome = { items: "images", maxItemFailures: params.maxItemFailures };
  if (isMain(node)) return { ...outcome, result: await lead(context, node, images, params) };
  await assist(context, node, images);
  return outcome;
};

/** A job of one container is its own main node. */
const alone: NodePlace = { index: 0, mainIndex: 0, count: 1, attempt: "" };

type Images = ReadonlyMap<string, ImportedImage>;

const shareOf = (images: Images, node: NodePlace) =>
  [...images.values()].filter(({ sha256 }) => nodeFor(sha256, node) === node.index);

/** The main node's work. Returns the result in words. */
async function lead(
  context: StageContext,
  node: NodePlace,
  images: Images,
  { maxDistance, maxItemFailures }: FindDuplicatesParams,
): Promise<string> {
  const { progress, store, log } = context;
  progress.total = images.size;
  const hashes = new Map<string, string>();
  const pending = new Set(images.keys());
  const take = (from: number, result: HashedImage) => {
    const { sha256 } = result;
    if (nodeFor(sha256, node) !== from || !pending.delete(sha256)) {
      throw new Error(`it sent ${sha256}, which belongs to another node or was sent before`);
    }
    if ("hash" in result) {
      hashes.set(sha256, result.hash);
      progress.done();
    } else progress.failed(must(images.get(sha256)?.urls[0], "an image has an address"), result.failure);
  };
  const gathering = new AbortController();
  const signal = AbortSignal.any([context.signal, gathering.signal]);
  const own = (result: HashedImage) => take(node.index, result);
  const others = await awaitOthers(context, node, (from, result) => take(from, HashedImage.parse(result)));
  try {
    await Promise.all([hashImages(context, shareOf(images, node), signal, own), others?.done]);
  } finally {
    gathering.abort();
    others?.close();
  }
  if (pending.size > 0) throw new TryAgainError(`the nodes sent no result for ${pending.size} images`);
  checkFailureShare(progress, maxItemFailures, "images");

  const file = findGroups(images, hashes, maxDistance);
  const key = outputKey(context, duplicatesFile);
  await store.put(key, Buffer.from(`${JSON.stringify(file, null, 1)}\n`), "application/json");
  log.info({ images: file.images, groups: file.groups.length, at: store.url(key) }, "wrote the groups");
  const inGroups = file.groups.reduce((sum, group) => sum + group.images.length, 0);
  return `${plural(file.groups.length, "group")} of near-duplicates, ${inGroups} of ${file.images} images: ${store.url(key)}`;
}

/** Listens for the other nodes, if any, and publishes the port. */
async function awaitOthers(
  context: StageContext,
  node: NodePlace,
  onResult: (node: number, result: unknown) => void,
): Promise<MainNode | undefined> {
  const others = othersOf(node);
  if (others.length === 0) return undefined;
  const shared = newKey(node);
  const options = { shared, others, ports: nodePorts, joinMs, silenceMs, onResult, log: context.log };
  const main = await MainNode.open(options);
  try {
    await announce(context.store, outputKey(context, mainNodeFile), main.port, shared);
  } catch (error) {
    main.close();
    throw error;
  }
  return main;
}

async function assist(context: StageContext, node: NodePlace, images: Images): Promise<void> {
  const { store } = context;
  const link = await callMainNode(store, node, {
    ...{ at: outputKey(context, mainNodeFile), withinMs: callMs, aliveMs, signal: context.signal },
  });
  const signal = AbortSignal.any([context.signal, link.gone]);
  try {
    await hashImages(context, shareOf(images, node), signal, (result) => link.result(result));
    await link.done();
  } catch (error) {
    if (link.gone.aborted && !context.signal.aborted) throw new TryAgainError("the main node disconnected");
    const code = error instanceof StageError ? error.exitCode : exitCode.tryAgain;
    await link.failed(context.signal.aborted ? new InterruptedError().message : messageOf(error), code);
    throw error;
  }
}
