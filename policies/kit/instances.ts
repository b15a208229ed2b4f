import { resourceType } from "./resource-type.ts";
import { launchTemplate } from "./resource-types.ts";

/** What the resources that instances are made from have in common. */
export interface InstanceProps {
  readonly metadataOptions?: {
    readonly httpEndpoint?: string;
    readonly httpTokens?: string;
    readonly httpPutResponseHopLimit?: number;
  };
  /** In base64 in a launch template, as it is in the others. */
  readonly userData?: string;
  readonly userDataBase64?: string;
  /** From which an instance takes what it does not say itself. */
  readonly launchTemplate?: unknown;
}

/** Resource types that say how instances start. */
export const instanceSources = [
  launchTemplate.token,
  "aws:ec2/instance:Instance",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
].map((token) => resourceType<InstanceProps>(token));
