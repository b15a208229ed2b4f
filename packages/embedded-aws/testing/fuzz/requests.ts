import { locationsOf } from "../../models/locations.ts";
import { inputShape, serviceModel } from "../../models/model.ts";
import type { RawRequest } from "../signed-request.ts";
import { mangled } from "./mangle.ts";
import { Random } from "./random.ts";
import { routeOf, type Wire, wires } from "./routes.ts";
import { structure } from "./values.ts";
import { xml } from "./xml.ts";

export interface Case {
  /** `<service>:<operation>`. */
  readonly name: string;
  readonly request: RawRequest;
}

/** The request of a seed: always the same. */
export function caseOf(seed: number): Case {
  const random = new Random(seed);
  const wire = random.pick(wires);
  const model = serviceModel(wire.model);
  const all = Object.keys(model.operations);
  const operation = random.pick(random.chance(0.85) ? (wire.emulated ?? all) : all);
  const shape = inputShape(model, operation) ?? { t: "structure" };
  const input = structure(random, model, shape);
  const request = written(random, wire, operation, input);
  return {
    name: `${wire.model}:${operation}`,
    request: random.chance(0.15) ? mangled(random, request) : request,
  };
}

type Input = Readonly<Record<string, unknown>>;

function written(random: Random, wire: Wire, operation: string, input: Input): RawRequest {
  const service = wire.signingName;
  if (wire.protocol === "json") {
    const headers = {
      "x-amz-target": `${wire.prefix}${operation}`,
      "content-type": `application/x-amz-json-${wire.version}`,
    };
    return { method: "POST", path: "/", service, headers, body: JSON.stringify(input) };
  }
  if (wire.protocol === "query") {
    const form = new URLSearchParams({ Action: operation, Version: String(wire.prefix) });
    flatten(form, "", input);
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    return { method: "POST", path: "/", service, headers, body: form.toString() };
  }
  return rest(random, wire, operation, input);
}

/** `Tags.member.1.Key=…` */
function flatten(form: URLSearchParams, name: string, value: unknown): void {
  if (typeof value !== "object" || value === null) {
    form.append(name, String(value));
    return;
  }
  const list = Array.isArray(value);
  for (const [key, item] of Object.entries(value).slice(0, 2000)) {
    const step = list ? `member.${Number(key) + 1}` : key;
    flatten(form, name === "" ? step : `${name}.${step}`, item);
  }
}

function rest(random: Random, wire: Wire, operation: string, input: Input): RawRequest {
  const [method = "", template = ""] = routeOf(wire.model, operation).split(" ");
  const left: Record<string, unknown> = { ...input };
  const take = (member: string) => {
    const { [member]: value } = left;
    delete left[member];
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  };
  const path = template.replace(/\{(\w+)\}/g, (_, member: string) => encoded(take(member), member === "Key"));
  const { headers: inHeaders = {}, query: inQuery = {} } = locationsOf(wire.model, operation);
  const query = Object.entries(inQuery).flatMap(([name, member]) =>
    member in left ? `${name}=${encoded(take(member))}` : [],
  );
  const headers = Object.entries(inHeaders).flatMap(([name, member]) =>
    member in left && name !== "content-length" ? [[name, headerValue(take(member))] as const] : [],
  );
  const separator = path.includes("?") ? "&" : "?";
  const body = wire.protocol === "s3" ? s3Body(random, operation, left) : JSON.stringify(left);
  return {
    method,
    path: `${path}${query.length > 0 ? separator : ""}${query.join("&")}`.slice(0, 6000),
    service: wire.signingName,
    headers: {
      ...(wire.protocol === "rest" && { "content-type": "application/json" }),
      ...Object.fromEntries(headers),
    },
    body: method === "GET" || method === "HEAD" ? "" : body,
  };
}

/** A text for a URL; a lone surrogate has no encoding. */
function encoded(value: string, keepSlashes = false): string {
  const whole = encodeURIComponent(value.toWellFormed());
  return keepSlashes ? whole.replaceAll("%2F", "/") : whole;
}

/** What a client can put into a header. */
function headerValue(value: string): string {
  return value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "?").slice(0, 3000);
}

function s3Body(random: Random, operation: string, left: Input): string | Buffer {
  if (operation === "PutObject" || operation === "UploadPart")
    return Buffer.alloc(random.pick([0, 1, 1000, 300_000]), 0x61);
  const [root = operation, content = {}] =
    Object.entries(left).find(([, value]) => typeof value === "object") ?? [];
  return xml(random, root === "MultipartUpload" ? "CompleteMultipartUpload" : root, content);
}
