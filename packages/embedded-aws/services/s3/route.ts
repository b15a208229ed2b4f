import { requestLines } from "./request-lines.ts";
import type { S3Request } from "./s3-request.ts";

type Routed = Pick<S3Request, "method" | "bucket" | "key" | "query" | "headers">;

interface Route {
  readonly name: string;
  /** Name and value; undefined: any value. */
  readonly query: readonly (readonly [name: string, value: string | undefined])[];
  readonly header: string | undefined;
}

/** By `GET /{Bucket}`: the routes that ask for most are first. */
const routes = new Map<string, Route[]>();
for (const [name, line] of Object.entries(requestLines)) {
  const [, start = "", search = "", header] = /^(\S+ [^?\s]+)(?:\?(\S+))?(?: (\S+))?$/.exec(line) ?? [];
  const pairs = search.split("&").filter((pair) => pair !== "");
  const query = pairs.map((pair) => {
    const [key = "", value] = pair.split("=");
    return [key, value] as const;
  });
  const rest = routes.get(start) ?? [];
  routes.set(start, [...rest, { name, query, header }]);
}
for (const some of routes.values()) some.sort((a, b) => weight(b) - weight(a));

function weight({ query, header }: Route): number {
  return 2 * query.length + (header === undefined ? 0 : 1);
}

/** Parameters that always name an operation: `acl`, `uploads`, … */
const subresources = new Set(
  [...routes.values()]
    .flat()
    .flatMap(({ query: [first] }) => (first?.[1] === undefined ? (first?.[0] ?? []) : [])),
);

/**
 * The name of a request's operation, for example `ListObjectsV2`, also if it is not emulated. Of a request that is none, its line:
 * `DELETE /{Bucket}?acl`.
 */
export function operationOf({ method, bucket, key, query, headers }: Routed): string {
  const start = `${method} ${bucket === "" ? "/" : key === "" ? "/{Bucket}" : "/{Bucket}/{Key}"}`;
  const found = routes.get(start)?.find((route) => {
    const asked = route.query.every(([name, value]) =>
      value === undefined ? query.has(name) : query.get(name) === value,
    );
    return asked && (route.header === undefined || headers[route.header] !== undefined);
  });
  const unused = [...query.keys()].find(
    (name) => subresources.has(name) && !found?.query.some(([used]) => used === name),
  );
  if (unused !== undefined && found?.query.length === 0) return `${start}?${unused}`;
  return found?.name ?? start;
}
