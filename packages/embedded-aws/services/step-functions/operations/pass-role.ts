import type { Call } from "../../../host/gateway/service.ts";

/** Throws AccessDeniedException unless the caller may give the role to Step Functions. */
export function passRole(call: Call, roleArn: string): void {
  call.authorise("iam:PassRole", roleArn, { "iam:PassedToService": "states.amazonaws.com" });
}
