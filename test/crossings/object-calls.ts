import { platformKeys } from "../../contract/object-keys.ts";
import type { Call, Calls } from "./signed-request.ts";

interface Place {
  /** The bucket that tenants share. */
  readonly data: string;
  readonly platform: string;
  /** Another tenant's own bucket. */
  readonly othersBucket: string;
  /** The tenant of the session. */
  readonly tenant: string;
  /** The other one. */
  readonly other: string;
}

const on = (method: string, bucket: string, key: string, more: Partial<Call> = {}): Call => ({
  ...{ service: "s3", method, path: `/${bucket}/${encodeURI(key)}` },
  ...more,
});
const copyOf = (bucket: string, key: string) => ({ headers: { "x-amz-copy-source": `/${bucket}/${key}` } });
const part = { partNumber: "1", uploadId: "upload" };
const written = { body: "x" };

/** All that can be done to one object. */
const objectCalls = (bucket: string, key: string): Calls => ({
  reads: on("GET", bucket, key),
  "reads a part of": on("GET", bucket, key, { headers: { range: "bytes=0-0" } }),
  "asks for": on("HEAD", bucket, key),
  writes: on("PUT", bucket, key, written),
  deletes: on("DELETE", bucket, key),
  "uploads parts of": on("POST", bucket, key, { query: { uploads: "" } }),
  "uploads a part of": on("PUT", bucket, key, { query: part, ...written }),
  "gives up the upload of": on("DELETE", bucket, key, { query: { uploadId: "upload" } }),
});

const list = (bucket: string, query: Readonly<Record<string, string>> = {}) =>
  on("GET", bucket, "", { query: { "list-type": "2", ...query } });

/** What the session of a tenant may do with objects: the positive controls. */
export function ownObjectCalls({ data, tenant }: Place): Calls {
  const key = `tenants/${tenant}/tried`;
  return {
    "writes its own object": on("PUT", data, key, written),
    "reads its own object": on("GET", data, key),
    "copies its own object": on("PUT", data, `${key}-copy`, copyOf(data, key)),
    "uploads parts of its own object": on("POST", data, key, { query: { uploads: "" } }),
    "lists its own objects": list(data, { prefix: `tenants/${tenant}/` }),
  };
}

/** Keys that are not the tenant's, though some look like it. */
const foreignKeys = ({ tenant, other }: Place) => [
  `tenants/${other}/tried`,
  `tenants/${other}/runs/catalog-import/crossing/00000000/fetch/a/products.ndjson`,
  `tenants/${tenant}-2/tried`,
  `tenants/${tenant.slice(0, -1)}/tried`,
  `tenants/${tenant}`,
  `tenants/${tenant.toUpperCase()}/tried`,
  `Tenants/${tenant}/tried`,
  `tenants//${tenant}/tried`,
  `/tenants/${tenant}/tried`,
  `tenants/*/tried`,
  `tenants/../tenants/${tenant}/tried`,
  `${tenant}/tried`,
  "tenants/",
  "tried",
];

const platformFiles = [
  platformKeys.tenants,
  platformKeys.plan("catalog-import", "crossing", "crossing"),
  platformKeys.chunks("runs/catalog-import/crossing/nonce/"),
  platformKeys.chunkIndex("runs/catalog-import/crossing/nonce/"),
  platformKeys.planRequest("runs/catalog-import/crossing/planning/"),
  platformKeys.chunks("runs/sitemap/crossing/nonce/"),
];

/** What no session of the tenant may do with objects. */
export function objectCrossings(place: Place): Calls {
  const { data, platform, othersBucket, tenant, other } = place;
  const objects: [bucket: string, key: string][] = [
    ...foreignKeys(place).map((key): [string, string] => [data, key]),
    [othersBucket, `tenants/${other}/tried`],
    [othersBucket, `tenants/${tenant}/tried`],
    ...platformFiles.map((key): [string, string] => [platform, key]),
  ];
  const own = `tenants/${tenant}/tried`;
  const foreign: [bucket: string, key: string][] = [
    [data, `tenants/${other}/tried`],
    [data, `tenants/${tenant}-2/tried`],
    [othersBucket, `tenants/${other}/tried`],
    [platform, platformKeys.tenants],
  ];
  const prefixes = [
    ...["", "t", "tenants/", `tenants/${tenant}`, `tenants/${tenant}-2/`, `tenants/${other}/`],
    ...["tenants/*/", `tenants/${tenant.toUpperCase()}/`],
  ];
  const calls: [string, Call][] = [
    ...objects.flatMap(([bucket, key]) =>
      Object.entries(objectCalls(bucket, key)).map(([what, call]): [string, Call] => [
        `${what} ${bucket}/${key}`,
        call,
      ]),
    ),
    ...foreign.flatMap(([bucket, key]): [string, Call][] => [
      [`copies from ${bucket}/${key}`, on("PUT", data, own, copyOf(bucket, key))],
      [`copies to ${bucket}/${key}`, on("PUT", bucket, key, copyOf(data, own))],
    ]),
    ...prefixes.flatMap((prefix): [string, Call][] => [
      [`lists "${prefix}"`, list(data, { prefix })],
      [`lists "${prefix}" by the first version`, on("GET", data, "", { query: { prefix } })],
      [`lists folders of "${prefix}"`, list(data, { prefix, delimiter: "/" })],
    ]),
    ["lists after its own", list(data, { "start-after": own })],
    ...[othersBucket, platform].flatMap((bucket): [string, Call][] => [
      [`lists ${bucket}`, list(bucket)],
      [`lists its own prefix in ${bucket}`, list(bucket, { prefix: `tenants/${tenant}/` })],
    ]),
    ...[data, othersBucket, platform].flatMap((bucket): [string, Call][] => [
      [`deletes ${bucket}`, on("DELETE", bucket, "")],
      [`asks where ${bucket} is`, on("GET", bucket, "", { query: { location: "" } })],
    ]),
    ["deletes its own object", on("DELETE", data, own)],
    ["lists all buckets", { service: "s3", method: "GET" }],
    ["creates a bucket", on("PUT", `${data}-2`, "")],
  ];
  return Object.fromEntries(calls);
}
