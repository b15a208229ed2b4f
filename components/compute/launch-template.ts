import { mimeMultipart, rootVolumeGiB, UserDataError, type UserDataPart } from "@batchline/aws-facts";
import * as ec2 from "@pulumi/aws/ec2/index.js";
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { ComponentResource, interpolate } from "@pulumi/pulumi";
import { ArgumentChecks } from "../argument-error.ts";
import { instanceUserData } from "./instance-user-data.ts";

interface LaunchTemplateArgs {
  /** Root volume in GiB, 30–16,384. It holds the system, the images and the containers' layers. @default 50 @example 100 */
  readonly diskGiB?: number;
  /** The AMI. @default Batch's choice @example "ami-0123456789abcdef0" */
  readonly imageId?: Input<string>;
  /** What instances do at boot in addition to our own part. @default [] @example [{ type: "shell", content: "#!/bin/bash\nyum update -y\n" }] */
  readonly userData?: readonly UserDataPart[];
  /** Tags of instances and volumes, for cost allocation. The provider's default tags do not reach them. @example { application: "shop" } */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The template of Batch's instances: encrypted gp3 disk, IMDSv2 only, MIME multipart user data, tags. Any change makes
 * a new version. Pin `version` in a compute environment. @throws {ArgumentError}
 * @example new LaunchTemplate("compute-instances", { diskGiB: 100, tags: { application: "shop" } });
 */
export class LaunchTemplate extends ComponentResource {
  readonly template: ec2.LaunchTemplate;
  /** The latest version's number, as text. Batch would not notice a change of `$Latest`. */
  readonly version: Output<string>;

  constructor(name: string, args: LaunchTemplateArgs, options?: ComponentResourceOptions) {
    super("batchline:compute:LaunchTemplate", name, {}, options);
    const { diskGiB = 50, imageId, userData = [], tags } = args;
    const ebs = { volumeType: "gp3", volumeSize: diskGiB, encrypted: "true", deleteOnTermination: "true" };
    const tagged = { tags: { Name: name, ...tags } };
    new ArgumentChecks("LaunchTemplate", name).within("diskGiB", diskGiB, rootVolumeGiB);
    this.template = new ec2.LaunchTemplate(
      name,
      {
        description: "Instances of AWS Batch",
        updateDefaultVersion: true,
        ...(imageId !== undefined && { imageId }),
        // The root device of Amazon Linux 2023.
        blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }],
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, ...tagged })),
        userData: encodeUserData(name, [...userData, ...instanceUserData]),
      },
      { parent: this },
    );
    this.version = interpolate`${this.template.latestVersion}`;
    this.registerOutputs({ id: this.template.id, version: this.version });
  }
}

function encodeUserData(name: string, parts: readonly UserDataPart[]): string {
  try {
    return Buffer.from(mimeMultipart(parts)).toString("base64");
  } catch (cause) {
    if (!(cause instanceof UserDataError)) throw cause;
    return new ArgumentChecks("LaunchTemplate", name).fail("BL-K010", "userData", cause.message);
  }
}
