import type { Tag } from "@aws-sdk/client-dynamodb";
import { validation } from "../errors.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html */
const mostTags = 50;
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Tags by their keys. Throws ValidationException. */
export function tagsOf(tags: readonly Tag[]): Record<string, string> {
  const found = new Map<string, string>();
  for (const { Key: key = "", Value: value = "" } of tags) {
    if (found.has(key))
      throw validation(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${key}`);
    if (key.startsWith("aws:")) throw validation(`Tag Key cannot be prefixed with aws:, Key: ${key}`);
    if (!allowed.test(key)) throw validation(`The Tag Key provided is invalid, Key: ${key}`);
    if (!allowed.test(value)) throw validation(`The Tag Value provided is invalid, Value: ${value}`);
    found.set(key, value);
  }
  if (found.size > mostTags) throw validation(tooMany);
  return Object.fromEntries(found);
}

/** Tags with others added. Throws ValidationException. */
export function withTags(tags: Readonly<Record<string, string>>, more: readonly Tag[]) {
  const all = { ...tags, ...tagsOf(more) };
  if (Object.keys(all).length > mostTags) throw validation(tooMany);
  return all;
}

const tooMany = "Number of Tags exceed the current limit for the provided ResourceArn";
