interface Routed {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Query parameters that select another operation: `GET ?acl` is GetObjectAcl. All must be listed, even without the operation:
 * a `PUT ?tagging` handled as PutObject would replace the object by its tags.
 */
const subresources: Readonly<Record<string, string>> = {
  accelerate: "AccelerateConfiguration",
  acl: "Acl",
  analytics: "AnalyticsConfiguration",
  cors: "Cors",
  encryption: "Encryption",
  "intelligent-tiering": "IntelligentTieringConfiguration",
  inventory: "InventoryConfiguration",
  "legal-hold": "LegalHold",
  lifecycle: "LifecycleConfiguration",
  logging: "Logging",
  metrics: "MetricsConfiguration",
  notification: "NotificationConfiguration",
  "object-lock": "LockConfiguration",
  ownershipControls: "OwnershipControls",
  policy: "Policy",
  policyStatus: "PolicyStatus",
  publicAccessBlock: "PublicAccessBlock",
  replication: "Replication",
  requestPayment: "RequestPayment",
  restore: "Restore",
  retention: "Retention",
  select: "Content",
  session: "Session",
  tagging: "Tagging",
  torrent: "Torrent",
  versionId: "Version",
  versioning: "Versioning",
  website: "Website",
};

const onService: Readonly<Record<string, string>> = { GET: "ListBuckets" };
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
  const subresource = Object.keys(subresources).find((name) => query.has(name));
  if (subresource !== undefined)
    return `${verb}${key === "" ? "Bucket" : "Object"}${subresources[subresource]}`;
  if (bucket === "") return onService[method] ?? fallback;
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
  headers: Readonly<Record<string, string>>,
): string | undefined {
  const copy = headers["x-amz-copy-source"] !== undefined;
  if (method === "POST")
    return query.has("uploads")
      ? "CreateMultipartUpload"
      : query.has("uploadId")
        ? "CompleteMultipartUpload"
        : undefined;
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
