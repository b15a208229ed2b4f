import { AwsError } from "../../../host/gateway/aws-error.ts";

/** Deletes something. Batch's error that there is no such thing is ignored: it is deleted already. */
export async function unlessGone(remove: () => unknown): Promise<void> {
  try {
    await remove();
  } catch (cause) {
    const isGone =
      cause instanceof AwsError &&
      cause.code === "ClientException" &&
      cause.message.includes("does not exist");
    if (!isGone) throw cause;
  }
}
