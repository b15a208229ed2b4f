import type { Call } from "../../host/gateway/service.ts";
import { tagContext } from "./checks/tags.ts";

/**
 * The right to create a resource, and with tags that to tag it. Throws AccessDeniedException.
 * https://docs.aws.amazon.com/batch/latest/userguide/supported-iam-actions-tagging.html
 */
export function authoriseCreation(
  call: Call,
  action: string,
  arn: string,
  tags: Readonly<Record<string, string>> = {},
): void {
  const context = tagContext(tags);
  call.authorise(action, arn, context);
  if (Object.keys(tags).length > 0) call.authorise("batch:TagResource", arn, context);
}
