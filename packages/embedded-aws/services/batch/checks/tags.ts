import type { Call } from "../../../host/gateway/service.ts";
import { check } from "./client-exception.ts";

type Tags = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/batch/latest/userguide/using-tags.html */
const limits = { tags: 50, key: 128, value: 256 } as const;

/** Throws ClientException for more than 50 tags, and for keys and values that Batch refuses. */
export function checkTags(tags: Tags = {}): void {
  const entries = Object.entries(tags);
  check(entries.length <= limits.tags, `A resource can have at most ${limits.tags} tags.`);
  for (const [key, value] of entries) {
    check(!/^aws:/i.test(key), "Tag keys that start with aws: are reserved.");
    check(
      key.length >= 1 && key.length <= limits.key && value.length <= limits.value,
      `A tag key has 1 to ${limits.key} characters, and a value at most ${limits.value}.`,
    );
  }
}

/** What policies find of the tags of a request. */
export function tagContext(tags: Tags): NonNullable<Parameters<Call["authorise"]>[2]> {
  const values = Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value] as const);
  return { ...Object.fromEntries(values), "aws:TagKeys": Object.keys(tags) };
}
