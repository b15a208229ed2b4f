import { isObject, type Json } from "@batchline/asl";

/** The arguments with `field` as text, which the service expects: machines may pass any JSON. */
export function withText(args: Json, field: string): Json {
  if (!isObject(args)) return args;
  const value = args[field];
  return value === undefined || value === null || typeof value === "string"
    ? args
    : { ...args, [field]: JSON.stringify(value) };
}
