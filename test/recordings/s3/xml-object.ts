import { isObject, type Json, type JsonObject } from "@batchline/asl";
import sax from "sax";

interface Open {
  readonly name: string;
  readonly value: Record<string, Json>;
  text: string;
}

/** XML as objects, in the way of Python's xmltodict: attributes begin with `@`, repeated elements are a list. */
export function xmlObject(text: string): JsonObject {
  const parser = sax.parser(true, {});
  const root: Open = { name: "", value: {}, text: "" };
  const open = [root];
  parser.onopentag = ({ name, attributes }) => {
    const named = Object.entries(attributes).map(([key, value]) => [`@${key}`, String(value)]);
    open.push({ name, value: Object.fromEntries(named), text: "" });
  };
  parser.ontext = (part) => {
    const top = open.at(-1);
    if (top !== undefined) top.text += part;
  };
  parser.onclosetag = () => {
    const done = open.pop();
    const parent = open.at(-1);
    if (done === undefined || parent === undefined) return;
    const leaf = Object.keys(done.value).length === 0;
    const value = leaf ? (done.text === "" ? null : done.text) : done.value;
    const { [done.name]: before } = parent.value;
    const list = Array.isArray(before) ? before : before === undefined ? undefined : [before];
    parent.value[done.name] = list === undefined ? value : [...list, value];
  };
  parser.write(text).close();
  return root.value;
}

/** The object without the namespace that an expected one lacks. */
export function withNamespaceOf(expected: Json | undefined, actual: JsonObject): JsonObject {
  const entries = Object.entries(actual).map(([name, value]) => {
    const wanted = isObject(expected) ? expected[name] : undefined;
    if (!isObject(value) || !isObject(wanted) || "@xmlns" in wanted) return [name, value] as const;
    const { "@xmlns": _, ...rest } = value;
    return [name, rest] as const;
  });
  return Object.fromEntries(entries);
}
