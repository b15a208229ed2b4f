import { hash } from "node:crypto";
import { accountId, type Principal } from "../../host/identity/principal.ts";

/** The account's canonical user: 64 hexadecimal digits. */
export const owner = { ID: hash("sha256", `canonical user of ${accountId}`) };

/** Who began an upload: the account, or a role's session by its ARN. */
export function initiator({ arn }: Pick<Principal, "arn">): {
  readonly ID: string;
  readonly DisplayName: string;
} {
  const DisplayName = arn.replace(/^.*[:/]/, "");
  return arn.endsWith(":root") ? { ...owner, DisplayName } : { ID: arn, DisplayName };
}
