import * as awsx from "@pulumi/awsx/ecr/index.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { ComponentResource, output } from "@pulumi/pulumi";
import type { Architecture } from "../../config/instance-types.ts";
import { ArgumentChecks } from "../argument-error.ts";
import { isByDigest } from "./image-reference.ts";

/** Paths relative to the program's folder, because absolute ones differ between machines. */
export interface ImageBuild {
  /** The folder that Docker may copy from. @default "." @example ".." */
  readonly context?: string;
  /** @default "Dockerfile" @example "worker/Dockerfile" */
  readonly dockerfile?: string;
}

interface WorkerImageArgs {
  /** An image built elsewhere, by digest. @default builds `build` and pushes it to ECR @example "ghcr.io/shop/worker@sha256:0a1b…" */
  readonly image?: string | undefined;
  /** Where the image is built from, unless `image` is given. @default { context: ".", dockerfile: "Dockerfile" } @example { context: ".", dockerfile: "worker/Dockerfile" } */
  readonly build?: ImageBuild;
  /** @example "arm64" */
  readonly architecture: Architecture;
  /** Let `pulumi destroy` delete the repository with its images. @example true */
  readonly removable: boolean;
}

const platforms = { arm64: "linux/arm64", x86_64: "linux/amd64" } as const;

/**
 * The image in which every stage runs. @throws {ArgumentError}
 * @example new WorkerImage("worker", { build: { dockerfile: "worker/Dockerfile" }, architecture: "arm64", removable: false });
 */
export class WorkerImage extends ComponentResource {
  /** By digest: `<registry>/<repository>@sha256:…`. */
  readonly uri: Output<string>;
  /** Absent if the image was built elsewhere. */
  readonly repository?: awsx.Repository;
  readonly image?: awsx.Image;

  constructor(name: string, args: WorkerImageArgs, options?: ComponentResourceOptions) {
    super("batchline:compute:WorkerImage", name, {}, options);
    validate(name, args);
    if (args.image !== undefined) {
      this.uri = output(args.image);
    } else {
      const parent = { parent: this };
      const scanned = { imageScanningConfiguration: { scanOnPush: true } };
      const kept = { forceDelete: args.removable, lifecyclePolicy: { rules: [keepForRollback] } };
      this.repository = new awsx.Repository(name, { ...scanned, ...kept }, parent);
      const { context = ".", dockerfile = "Dockerfile" } = args.build ?? {};
      const source = { context, dockerfile, platform: platforms[args.architecture] };
      this.image = new awsx.Image(name, { repositoryUrl: this.repository.url, ...source }, parent);
      this.uri = this.image.imageUri;
    }
    this.registerOutputs({ uri: this.uri });
  }
}

/**
 * Older job definitions, running executions and rollbacks need an old image by its digest after a new one took its tag.
 * Without this rule awsx expires it after a day.
 */
const keepForRollback = {
  description: "Keep images that lost their tag for 30 days",
  tagStatus: "untagged",
  maximumAgeLimit: 30,
} as const;

function validate(name: string, { image }: WorkerImageArgs): void {
  if (image === undefined || isByDigest(image)) return;
  const fix = "write <registry>/<repository>@sha256:<64 hex digits>";
  const problem = `${JSON.stringify(image)} has no digest, and a tag can move; ${fix}`;
  new ArgumentChecks("WorkerImage", name).fail("BL-K009", "image", problem);
}
