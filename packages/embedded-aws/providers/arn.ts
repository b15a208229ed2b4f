import { accountId } from "../host/identity/principal.ts";

/** `arn:aws:<service>:<region>:<account>:<resource>`. */
export function regionalArn(service: string, region: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** `arn:aws:iam::<account>:<resource>`: IAM has no region. */
export function iamArn(resource: string): string {
  return `arn:aws:iam::${accountId}:${resource}`;
}

/** `arn:aws:s3:::<resource>`: a bucket, or an object in it. */
export function s3Arn(resource: string): string {
  return `arn:aws:s3:::${resource}`;
}
