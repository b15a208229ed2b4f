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
  /** How many images stay after a newer one took their tag, 1–1,000, for runs under way and rollbacks. @default 20 @example 50 */
  readonly keptVersions?: number;
}

const defaultKeptVersions = 20;

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
      const lifecyclePolicy = { rules: [keepUntagged(args.keptVersions ?? defaultKeptVersions)] };
      const kept = { forceDelete: args.removable, lifecyclePolicy };
      this.repository = new awsx.Repository(name, { ...scanned, ...kept }, parent);
      const { context = ".", dockerfile = "Dockerfile" } = args.build ?? {};
      const source = { context, dockerfile, platform: platforms[args.architecture] };
      const build = { repositoryUrl: this.repository.url, ...source };
      // awsx's child of docker-build deletes its image by digest when it goes, also when its provider is replaced
      // (issues 581 and 606 of pulumi-docker-build). For the same reason the tag never changes: awsx names the child after it.
      this.image = new awsx.Image(name, build, { ...parent, retainOnDelete: true });
      this.uri = this.image.imageUri;
    }
    this.registerOutputs({ uri: this.uri });
  }
}

/**
 * Older job definitions, running executions and rollbacks need an old image by its digest after a new one took its tag. A limit in days
 * would count from the push of an image, not from the loss of its tag. https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
function keepUntagged(images: number) {
  const description = `Keep ${images} images that lost their tag`;
  return { description, tagStatus: "untagged" as const, maximumNumberOfImages: images };
}

function validate(name: string, { image, keptVersions = defaultKeptVersions }: WorkerImageArgs): void {
  const checks = new ArgumentChecks("WorkerImage", name);
  checks.wholeNumber("keptVersions", keptVersions, 1, 1_000);
  if (image === undefined || isByDigest(image)) return;
  const fix = "write <registry>/<repository>@sha256:<64 hex digits>";
  const problem = `${JSON.stringify(image)} has no digest, and a tag can move; ${fix}`;
  checks.fail("BL-K009", "image", problem);
}
