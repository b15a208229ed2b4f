import type { GatewayResponse } from "../../../host/gateway/service.ts";
import { encoderOf } from "../encoded.ts";
import { storageClassOf } from "../object-headers.ts";
import { initiator, owner } from "../owner.ts";
import { bucketArn, count, parameter, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import { timestamp } from "../timestamp.ts";
import type { Upload } from "../upload.ts";
import { compareUtf8 } from "../utf8-order.ts";

export const uploadListOperations: Readonly<Record<string, S3Operation>> = { ListMultipartUploads: list };

/** Sorted by key, then by age. */
function list({ authorise, bucket, query, store, uploads }: S3Request): GatewayResponse {
  const [prefix, delimiter] = [parameter(query, "prefix"), parameter(query, "delimiter")];
  authorise("s3:ListBucketMultipartUploads", bucketArn(bucket), {
    ...(query.has("prefix") && { "s3:prefix": prefix }),
    ...(query.has("delimiter") && { "s3:delimiter": delimiter }),
  });
  store.bucket(bucket);
  const most = count(query, "max-uploads");
  const encode = encoderOf(query);
  const keyMarker = parameter(query, "key-marker");
  // Without a key it has no meaning.
  const uploadIdMarker = keyMarker === "" ? "" : parameter(query, "upload-id-marker");
  const sorted = uploads
    .in(bucket)
    .filter(({ key }) => key.startsWith(prefix))
    .sort((a, b) => compareUtf8(a.key, b.key));
  const rest = entries(after(sorted, keyMarker, uploadIdMarker), prefix, delimiter).filter(
    (entry) => typeof entry !== "string" || keyMarker === "" || compareUtf8(entry, keyMarker) > 0,
  );
  const page = rest.slice(0, most);
  const last = page.at(-1);
  const lastUpload = typeof last === "object" ? last : undefined;
  return xmlAnswer("ListMultipartUploadsResult", {
    Bucket: bucket,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: uploadIdMarker,
    NextKeyMarker: encode(lastUpload?.key ?? ""),
    NextUploadIdMarker: lastUpload?.id ?? "",
    Prefix: prefix === "" ? undefined : encode(prefix),
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    EncodingType: query.get("encoding-type") ?? undefined,
    MaxUploads: most,
    IsTruncated: rest.length > page.length,
    Upload: page.filter((entry) => typeof entry === "object").map((upload) => describe(upload, encode)),
    CommonPrefixes: page.filter((entry) => typeof entry === "string").map((one) => ({ Prefix: encode(one) })),
  });
}

/** The uploads that follow the markers. */
function after(sorted: readonly Upload[], keyMarker: string, uploadIdMarker: string): readonly Upload[] {
  if (keyMarker === "") return sorted;
  const marked = sorted.findIndex(({ key, id }) => key === keyMarker && id === uploadIdMarker);
  return marked >= 0 ? sorted.slice(marked + 1) : sorted.filter(({ key }) => compareUtf8(key, keyMarker) > 0);
}

/** Uploads, and each common prefix once. */
function entries(sorted: readonly Upload[], prefix: string, delimiter: string): (Upload | string)[] {
  const found = sorted.map((upload) => {
    const end = delimiter === "" ? -1 : upload.key.indexOf(delimiter, prefix.length);
    return end < 0 ? upload : upload.key.slice(0, end + delimiter.length);
  });
  return found.filter((entry, index) => typeof entry === "object" || entry !== found[index - 1]);
}

function describe(upload: Upload, encode: (text: string) => string) {
  return {
    Key: encode(upload.key),
    UploadId: upload.id,
    Initiator: initiator(upload.initiator),
    Owner: owner,
    StorageClass: storageClassOf(upload),
    Initiated: timestamp(upload.initiated),
    ChecksumAlgorithm: upload.checksum?.algorithm,
    ChecksumType: upload.checksum?.type,
  };
}
