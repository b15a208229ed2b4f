import type { ItemReader, MapState } from "@batchline/asl";
import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { must } from "@batchline/diagnostics";
import { isInteger, type Visit } from "../execution/visit-state.ts";
import { StateError } from "../state-error.ts";
import { type ListedItem, listItems } from "../states/items.ts";
import { parseItems, UnreadableItemsError } from "./parse-items.ts";
import { callS3 } from "./s3-call.ts";

const failed = "States.ItemReaderFailed";

/** The items that an ItemReader finds in S3. Throws States.ItemReaderFailed. */
export async function readItems(visit: Visit<MapState>, reader: ItemReader): Promise<ListedItem[]> {
  const given = await visit.evaluate(reader.Arguments ?? {}, "ItemReader/Arguments");
  const args = isObject(given) ? given : {};
  const maxItems = await maxItemsOf(visit, reader);
  if (reader.Resource.endsWith(":listObjectsV2")) {
    return listItems(await listObjects(visit, args, maxItems), `S3://${args.Bucket}`);
  }
  const { Body } = await callS3(visit, "getObject", args, failed);
  try {
    const items = parseItems(String(must(Body, "an object has a body")), reader.ReaderConfig ?? {});
    return listItems(items, `S3://${args.Bucket}/${args.Key}`).slice(0, maxItems);
  } catch (cause) {
    if (cause instanceof UnreadableItemsError) throw new StateError(failed, cause.message);
    throw cause;
  }
}

/** 0 means all. */
async function maxItemsOf(visit: Visit<MapState>, { ReaderConfig }: ItemReader): Promise<number> {
  if (ReaderConfig?.MaxItems === undefined) return Number.POSITIVE_INFINITY;
  const where = "ItemReader/ReaderConfig/MaxItems";
  const value = await visit.evaluateTo(ReaderConfig.MaxItems, where, "integer", isInteger);
  if (value < 0) throw new StateError(failed, "field MaxItems must be positive");
  return value || Number.POSITIVE_INFINITY;
}

/** All pages of a listing, each object as an iteration gets it. */
async function listObjects(visit: Visit<MapState>, args: JsonObject, maxItems: number): Promise<Json[]> {
  const items: Json[] = [];
  let page: JsonObject = {};
  do {
    const { NextContinuationToken: token } = page;
    const next = token === undefined ? args : { ...args, ContinuationToken: token };
    page = await callS3(visit, "listObjectsV2", next, failed);
    if (Array.isArray(page.Contents)) items.push(...page.Contents.filter(isObject).map(objectItem));
  } while (page.NextContinuationToken !== undefined && items.length < maxItems);
  return items.slice(0, maxItems);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html: LastModified is in epoch seconds. */
function objectItem({ ETag, Key, LastModified, Size, StorageClass = "STANDARD" }: JsonObject): Json {
  const always = "S3 lists each object with tag, key and size";
  return {
    Etag: must(ETag, always),
    Key: must(Key, always),
    LastModified: Math.floor(Date.parse(String(LastModified)) / 1000),
    Size: must(Size, always),
    StorageClass,
  };
}
