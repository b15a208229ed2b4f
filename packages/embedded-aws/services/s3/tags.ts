import { s3Errors } from "./s3-errors.ts";
import { systemTagOfNewBucket, tagHeader } from "./s3-texts.ts";
import type { Tag } from "./stored-object.ts";
import { childText, type XmlNode } from "./xml-request.ts";

/** What has tags. Its rules and texts differ. */
type Tagged = "object" | "bucket" | "new bucket";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html, …/CostAllocTagging.html */
const most: Readonly<Record<Tagged, number>> = { object: 10, bucket: 50, "new bucket": 50 };
const maxKeyLength = 128;
const maxValueLength = 256;
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The tags of a `TagSet` or `Tags` element. Throws MalformedXML or InvalidTag. */
export function tagsOf(set: XmlNode | undefined, of: Tagged): Tag[] {
  const tags = (set?.children ?? []).map((tag) => {
    const [Key, Value] = [childText(tag, "Key"), childText(tag, "Value")];
    if (tag.name !== "Tag" || Key === undefined || Value === undefined) throw s3Errors.malformedXml();
    return { Key, Value };
  });
  checkTags(tags, of);
  return tags;
}

/** The tags of the header `x-amz-tagging`. Throws InvalidArgument or InvalidTag. */
export function tagsOfHeader(header: string | undefined): Tag[] | undefined {
  if (header === undefined) return undefined;
  const pairs = header.split("&").filter((pair) => pair !== "");
  const tags = pairs.map((pair) => {
    const [Key = "", ...rest] = pair.split("=").map(unescaped);
    return { Key, Value: rest.join("=") };
  });
  const keys = new Set(tags.map(({ Key }) => Key));
  const wellFormed = tags.every(({ Key, Value }) => allowed.test(Key) && allowed.test(Value));
  if (keys.size < tags.length || !wellFormed)
    throw s3Errors.invalidArgument(tagHeader, "x-amz-tagging", header);
  checkTags(tags, "object");
  return tags;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return "%";
  }
}

function checkTags(tags: readonly Tag[], of: Tagged): void {
  if (tags.length > most[of]) throw s3Errors.tooManyTags(most[of]);
  const seen = new Set<string>();
  for (const { Key: TagKey, Value: TagValue } of tags) {
    if (seen.has(TagKey)) throw repeatedTag(TagKey, of);
    seen.add(TagKey);
    if (TagKey.startsWith("aws:")) throw systemTag(TagKey, of);
    if (TagKey === "" || TagKey.length > maxKeyLength || !allowed.test(TagKey))
      throw s3Errors.invalidTag("The TagKey you have provided is invalid", { TagKey });
    if (TagValue.length > maxValueLength || !allowed.test(TagValue))
      throw s3Errors.invalidTag("The TagValue you have provided is invalid", { TagKey, TagValue });
  }
}

/** CreateBucket answers with an error of its own. */
function repeatedTag(TagKey: string, of: Tagged): Error {
  if (of === "new bucket") return s3Errors.internalError();
  return s3Errors.invalidTag("Cannot provide multiple Tags with the same key", { TagKey });
}

function systemTag(TagKey: string, of: Tagged): Error {
  if (of === "new bucket") return s3Errors.invalidTag(systemTagOfNewBucket);
  const message =
    of === "bucket"
      ? "System tags cannot be added/updated by requester"
      : "Your TagKey cannot be prefixed with aws:";
  return s3Errors.invalidTag(message, { TagKey });
}

/** S3 returns tags by their keys. */
export function sortedTags(tags: readonly Tag[]): Tag[] {
  return tags.toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
}
