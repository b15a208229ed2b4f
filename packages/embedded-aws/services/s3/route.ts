import type { S3Request } from "./s3-request.ts";

type Routed = Pick<S3Request, "method" | "bucket" | "key" | "query" | "headers">;

/**
 * Query parameters that select another operation: `GET ?acl` is GetObjectAcl. All must be listed, even without the operation:
 * a `PUT ?tagging` handled as PutObject would replace the object by its tags.
 */
const subresources: Readonly<Record<string, string>> = {
  ...suffixes(
    "acl cors encryption legal-hold logging notification ownershipControls policy policyStatus publicAccessBlock",
  ),
  ...suffixes("replication requestPayment restore retention session tagging torrent versioning website"),
  ...suffixes("accelerate analytics intelligent-tiering inventory lifecycle metrics", "Configuration"),
  "object-lock": "LockConfiguration",
  select: "Content",
  versionId: "Version",
};

/** `legal-hold` → `LegalHold`, and the ending. */
function suffixes(names: string, ending = ""): Record<string, string> {
  const pascal = (name: string) => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(names.split(" ").map((name) => [name, pascal(name) + ending]));
}

const onBucket: Readonly<Record<string, string>> = {
  PUT: "CreateBucket",
  HEAD: "HeadBucket",
  DELETE: "DeleteBucket",
  GET: "ListObjects",
  POST: "PostObject",
};
const onObject: Readonly<Record<string, string>> = {
  PUT: "PutObject",
  GET: "GetObject",
  HEAD: "HeadObject",
  DELETE: "DeleteObject",
};

/** The name of a request's operation, for example `ListObjectsV2`, also if the embedded AWS does not have it. */
export function operationOf({ method, bucket, key, query, headers }: Routed): string {
  const verb = method === "DELETE" ? "Delete" : method === "PUT" || method === "POST" ? "Put" : "Get";
  const fallback = `${method} ${bucket === "" ? "/" : key === "" ? "/{bucket}" : "/{bucket}/{key}"}`;
  const [, subresource] = Object.entries(subresources).find(([name]) => query.has(name)) ?? [];
  if (subresource !== undefined) return `${verb}${key === "" ? "Bucket" : "Object"}${subresource}`;
  if (bucket === "") return method === "GET" ? "ListBuckets" : fallback;
  return (key === "" ? bucketOperation(method, query) : objectOperation(method, query, headers)) ?? fallback;
}

function bucketOperation(method: string, query: URLSearchParams): string | undefined {
  if (method === "GET") {
    if (query.get("list-type") === "2") return "ListObjectsV2";
    if (query.has("location")) return "GetBucketLocation";
    if (query.has("uploads")) return "ListMultipartUploads";
    if (query.has("versions")) return "ListObjectVersions";
  }
  if (method === "POST" && query.has("delete")) return "DeleteObjects";
  return onBucket[method];
}

function objectOperation(
  method: string,
  query: URLSearchParams,
  headers: Routed["headers"],
): string | undefined {
  const copy = headers["x-amz-copy-source"] !== undefined;
  if (method === "POST" && query.has("uploads")) return "CreateMultipartUpload";
  if (method === "POST" && query.has("uploadId")) return "CompleteMultipartUpload";
  if (query.has("uploadId")) {
    if (method === "PUT") return copy ? "UploadPartCopy" : "UploadPart";
    if (method === "DELETE") return "AbortMultipartUpload";
    if (method === "GET") return "ListParts";
  }
  if (method === "GET" && query.has("attributes")) return "GetObjectAttributes";
  if (method === "PUT" && copy) return "CopyObject";
  if (method === "PUT" && query.has("renameObject")) return "RenameObject";
  return onObject[method];
}
