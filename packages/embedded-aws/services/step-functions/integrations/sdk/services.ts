import { createRequire } from "node:module";
import type { ServiceCalls } from "../service-calls.ts";
import { pascalCase, type Shape, shapeOf } from "./shape.ts";

export interface SdkClient {
  send(command: object, options?: { abortSignal?: AbortSignal }): Promise<Readonly<Record<string, unknown>>>;
  destroy(): void;
}

export interface SdkOperation {
  readonly command: new (input: unknown) => object;
  readonly input: Shape;
  readonly output: Shape;
  /** The members that a REST request has in its path. */
  readonly labels: readonly string[];
}

// Loaded when first needed: loading all of them slows the start of a local run noticeably.
const require = createRequire(import.meta.url);
const modules = new Map<string, Readonly<Record<string, unknown>>>();

function sdkModule(service: ServiceCalls): Readonly<Record<string, unknown>> {
  const loaded = modules.get(service.package) ?? require(service.package);
  modules.set(service.package, loaded);
  return loaded;
}

/** A client of the service; `configuration` is what the SDK's own constructor takes. */
export function createClient(service: ServiceCalls, configuration: object): SdkClient {
  // The packages export a class of each of these names, with the SDK's common constructor.
  const Client = sdkModule(service)[service.client] as new (configuration: object) => SdkClient;
  return new Client(configuration);
}

/** The operation `submitJob` of a service, or undefined when it has none of that name. */
export function sdkOperation(service: ServiceCalls, action: string): SdkOperation | undefined {
  const name = `${action.charAt(0).toUpperCase()}${action.slice(1)}Command`;
  const command = sdkModule(service)[name] as SdkOperation["command"] | undefined;
  if (action.charAt(0) !== action.charAt(0).toLowerCase() || typeof command !== "function") return undefined;
  const { schema } = new command({}) as { schema?: readonly unknown[] };
  const { http: [, path = ""] = [] } = (schema?.[3] || {}) as { http?: readonly [string?, string?] };
  const labels = Array.from(path.matchAll(/\{(\w+)\+?\}/g), ([, label = ""]) => pascalCase(label));
  return { command, input: shapeOf(schema?.[4]), output: shapeOf(schema?.[5]), labels };
}
