import type { RequestLine, Uploads } from "../../host/gateway/service.ts";
import { checksumKind, type MultipartUploads } from "./multipart-uploads.ts";
import { operationOf } from "./route.ts";
import { address } from "./s3-request.ts";

/** The bodies of PutObject and UploadPart, which the gateway writes to `dir`. */
export function uploadedTo(dir: string, uploads: MultipartUploads): Uploads {
  return {
    dir,
    is: (request) => isUpload(request),
    checksums({ query }) {
      const upload = uploads.find(query.get("uploadId"));
      return upload === undefined ? [] : [checksumKind(upload).algorithm];
    },
  };
}

function isUpload(request: RequestLine): boolean {
  if (request.method !== "PUT") return false;
  try {
    return ["PutObject", "UploadPart"].includes(operationOf({ ...request, ...address(request.path) }));
  } catch {
    // The operation refuses the address.
    return false;
  }
}
