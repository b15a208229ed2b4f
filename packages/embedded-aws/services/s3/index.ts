import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { resources } from "./pulumi-resources.ts";
import { type S3, startS3 } from "./s3.ts";

/** S3, with its objects as files. */
export const s3: EmbeddedService<"s3", S3> = {
  name: "s3",
  start: ({ dir, region, isOthersBucket: isOthers, identity }) =>
    startS3({ dir: join(dir, "s3"), region, isOthers, policies: identity.resourcePolicies }),
  wire: ({ service }) => service,
  resources,
  calls: { sdkName: "s3", model: "s3", package: "@aws-sdk/client-s3", client: "S3Client", name: "S3" },
  close: (s3) => s3.stop(),
};
