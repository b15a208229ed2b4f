import * as awsx from "@pulumi/awsx/ecr/index.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { ComponentResource, output } from "@pulumi/pulumi";
import { ArgumentChecks } from "../argument-error.ts";
import { isByDigest } from "./image-reference.ts";

/** The processors that a job's instances have, in the words of AWS Lambda and ECS. */
export type Architecture = "arm64" | "x86_64";

export interface WorkerImageArgs {
  /** An image that was built elsewhere, by digest; absent: build worker/Dockerfile and push it to ECR. */
  readonly image?: string;
  readonly architecture: Architecture;
  /** `pulumi destroy` may delete the repository with the images in it. */
  readonly removable: boolean;
}

const platforms = { arm64: "linux/arm64", x86_64: "linux/amd64" } as const satisfies Record<
  Architecture,
  string
>;

/** The image that every stage runs in. */
export class WorkerImage extends ComponentResource {
  /** By digest: `<registry>/<repository>@sha256:…`. */
  readonly uri: Output<string>;
  /** Absent when the image was given. */
  readonly repository?: awsx.Repository;
  readonly image?: awsx.Image;

  constructor(name: string, args: WorkerImageArgs, options?: ComponentResourceOptions) {
    super("batchline:compute:WorkerImage", name, {}, options);
    validate(name, args);
    if (args.image !== undefined) {
      this.uri = output(args.image);
    } else {
      this.repository = new awsx.Repository(
        name,
        {
          forceDelete: args.removable,
          imageScanningConfiguration: { scanOnPush: true },
          lifecyclePolicy: { rules: [keepForRollback] },
        },
        { parent: this },
      );
      this.image = new awsx.Image(
        name,
        {
          repositoryUrl: this.repository.url,
          // Relative to the program's folder: an absolute path would differ from machine to machine.
          context: ".",
          dockerfile: "worker/Dockerfile",
          platform: platforms[args.architecture],
        },
        { parent: this },
      );
      this.uri = this.image.imageUri;
    }
    this.registerOutputs({ uri: this.uri });
  }
}

/**
 * A new image takes over the tag, but older job definitions, running executions and a rollback need the old one by its
 * digest. Without a rule of ours awsx expires it after a day.
 */
const keepForRollback = {
  description: "Keep images that lost their tag for 30 days",
  tagStatus: "untagged",
  maximumAgeLimit: 30,
} as const;

function validate(name: string, { image }: WorkerImageArgs): void {
  if (image === undefined || isByDigest(image)) return;
  new ArgumentChecks("WorkerImage", name).fail(
    "BL-K009",
    "image",
    `${JSON.stringify(image)} has no digest, and a tag can move; write <registry>/<repository>@sha256:<64 hex digits>`,
  );
}
