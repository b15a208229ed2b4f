/** A kind of credential that its form identifies. */
interface SecretForm {
  /** @example "a private key" */
  readonly what: string;
  readonly form: RegExp;
}

/** The forms that issuers document, and that repository scanners use. */
const forms: readonly SecretForm[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  { what: "an AWS access key", form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: "a private key", form: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  { what: "a GitHub token", form: /\b(?:gh[oprsu]_[A-Za-z0-9]{36}|github_pat_\w{22})/ },
  { what: "a GitLab token", form: /\bglpat-[\w-]{20}/ },
  { what: "an npm token", form: /\bnpm_[A-Za-z0-9]{36}\b/ },
  // https://docs.slack.dev/authentication/tokens
  { what: "a Slack token", form: /\bxox[abeoprs]-[\w-]{10}/ },
  { what: "a Slack webhook", form: /\bhooks\.slack\.com\/(?:services|workflows)\/[\w/]{20}/ },
  { what: "a Google API key", form: /\bAIza[\w-]{35}/ },
  { what: "a Stripe key", form: /\b[rs]k_live_\w{16}/ },
  // RFC 7519: header and claims are JSON objects in base64.
  { what: "a JSON Web Token", form: /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/ },
];

/** The user part of a URL with a literal password. RFC 3986, 3.2.1. */
const urlWithPassword = /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'<>]*:(?![$<{*])([^\s/@"'<>]+)@/i;

/** The kind of credential in a text, with at most four characters that identify the issuer. Undefined without one.
 * @example formOfSecret(text) // "an AWS access key (AKIA…)" */
export function formOfSecret(text: string): string | undefined {
  for (const { what, form } of forms) {
    const [found] = form.exec(text) ?? [];
    if (found !== undefined) return /^\w/.test(found) ? `${what} (${found.slice(0, 4)}…)` : what;
  }
  return urlWithPassword.test(text) ? "a URL with a password" : undefined;
}
