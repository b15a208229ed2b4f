/** Who signed, by STS's word. */
export interface CallerIdentity {
  readonly arn: string;
  readonly account: string;
}

/**
 * STS's whole answer. A parser that searches a document for what it knows can be led to text that the caller wrote, as in CVE-2020-16250:
 * https://googleprojectzero.blogspot.com/2020/10/enter-the-vault-auth-issues-hashicorp-vault.html
 */
const document =
  /^(?:<\?xml version="1\.0"(?: encoding="UTF-8")?\?>)?\s*<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/">\s*<GetCallerIdentityResult>\s*(?<result>(?:<(?:Arn|UserId|Account)>[^<>&]{1,2048}<\/\w+>\s*){3})<\/GetCallerIdentityResult>\s*<ResponseMetadata>\s*<RequestId>[\w-]{1,64}<\/RequestId>\s*<\/ResponseMetadata>\s*<\/GetCallerIdentityResponse>\s*$/;
const element = /<(Arn|UserId|Account)>([^<>&]+)<\/\1>/g;

/**
 * The identity in STS's answer to GetCallerIdentity; undefined if the answer is anything else than that document.
 * @example parseIdentity(await response.text())?.arn
 */
export function parseIdentity(xml: string): CallerIdentity | undefined {
  const result = document.exec(xml)?.groups?.result;
  if (result === undefined) return undefined;
  const elements = new Map([...result.matchAll(element)].map(([, name, text]) => [name, text]));
  // Three elements of three names: none is there twice.
  if (elements.size !== 3) return undefined;
  const arn = elements.get("Arn");
  const account = elements.get("Account");
  return arn === undefined || account === undefined ? undefined : { arn, account };
}
