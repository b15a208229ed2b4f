import { AwsError } from "../host/gateway/aws-error.ts";

/**
 * Deletes something. AWS's error that there is no such thing is ignored: it is deleted already.
 * @param codes How the service calls that error.
 * @example await unlessGone(["NoSuchBucket"], () => s3.deleteBucket("shop"));
 */
export async function unlessGone(codes: readonly string[], remove: () => unknown): Promise<void> {
  try {
    await remove();
  } catch (cause) {
    if (!(cause instanceof AwsError && codes.includes(cause.code))) throw cause;
  }
}
