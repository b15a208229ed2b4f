import { locationsOf } from "../../../models/locations.ts";
import { inputShape, type ModelName, type Shape, serviceModel, shapeOf } from "../../../models/model.ts";
import type { GatewayRequest } from "../service.ts";
import { fromText } from "./from-text.ts";

/**
 * The members of an input that a REST request has in its headers and its query, with values of the model's types.
 * @example restMembers("s3", "PutObject", request) // { StorageClass: "STANDARD", IfNoneMatch: "*", Metadata: { a: "b" } }
 */
export function restMembers(
  service: ModelName,
  operation: string,
  { headers, query }: Pick<GatewayRequest, "headers" | "query">,
): Record<string, unknown> {
  const model = serviceModel(service);
  const { m: members = {} } = inputShape(model, operation) ?? {};
  const shape = (member: string): Shape => shapeOf(model, members[member] ?? "!string");
  const locations = locationsOf(service, operation);
  const input: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(locations.headers ?? {})) {
    const text = headers[name];
    if (text !== undefined) input[member] = headerValue(text, shape(member));
  }
  for (const [name, member] of Object.entries(locations.query ?? {})) {
    const text = query.get(name);
    if (text === null) continue;
    input[member] = shape(member).t === "list" ? query.getAll(name) : fromText(text, shape(member).t);
  }
  for (const [prefix, member] of Object.entries(locations.prefixes ?? {})) {
    const given = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
    if (given.length > 0)
      input[member] = Object.fromEntries(given.map(([name, text]) => [name.slice(prefix.length), text]));
  }
  return input;
}

function headerValue(text: string, { t }: Shape): unknown {
  return t === "list" ? text.split(",").map((item) => item.trim()) : fromText(text, t);
}
