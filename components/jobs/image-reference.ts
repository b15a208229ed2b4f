/** Whether an image is named by its digest, so that the reviewed image is the one that runs. */
export function isByDigest(image: string): boolean {
  return /^[^@\s]+@sha256:[0-9a-f]{64}$/.test(image);
}

/** `123456789012.dkr.ecr.eu-central-1.amazonaws.com/repository…` */
const privateEcr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?\/([^@:]+)/;

/** The ARN of the private ECR repository of `image`; undefined for another kind of registry. */
export function ecrRepositoryArn(image: string): string | undefined {
  const [, account, region = "", china, repository] = privateEcr.exec(image) ?? [];
  if (account === undefined) return undefined;
  const partition = china !== undefined ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return `arn:${partition}:ecr:${region}:${account}:repository/${repository}`;
}

/** The registry of `image`, as Docker logs in to it: the name's first part if it looks like a host, otherwise Docker Hub. */
export function registryOf(image: string): string {
  const [host = "", ...path] = image.split("/");
  return path.length > 0 && /[.:]|^localhost$/.test(host) ? host : "https://index.docker.io/v1/";
}
