import { readFileSync } from "node:fs";

/** Where a REST operation's input has its members, but for those in the path and the body: name on the wire → member. */
export interface OperationLocations {
  /** In lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Beginnings of headers, in lower case; the rest of a header's name is a key of the member. */
  readonly prefixes?: Readonly<Record<string, string>>;
}

/** Of each REST service, by operation. */
export type Locations = Readonly<
  Record<"batch" | "lambda" | "s3" | "sesv2", Readonly<Record<string, OperationLocations>>>
>;

let read: Locations | undefined;

/** Where the members of an operation's input are; nowhere for a service that is not REST. */
export function locationsOf(service: string, operation: string): OperationLocations {
  read ??= JSON.parse(readFileSync(new URL("./locations.json", import.meta.url), "utf8")) as Locations;
  const all: Readonly<Record<string, Readonly<Record<string, OperationLocations>>>> = read;
  const of = Object.hasOwn(all, service) ? all[service] : undefined;
  return (of !== undefined && Object.hasOwn(of, operation) ? of[operation] : undefined) ?? {};
}
