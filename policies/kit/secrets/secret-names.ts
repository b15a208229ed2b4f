/** What ends the name of something secret; `SECRET_ARN`, `TOKEN_URL` and `PASSWORD_FILE` only lead to it. */
const secretName =
  /(?:^|_)(?:pass|pw|pwd|secrets?|credentials?|passphrase|(?:api|access|private|secret|signing|auth)_?key)$|(?:password|passwd|passphrase|token|apikey|_auth_data)s?$/;

/** Counts, sizes and pages of tokens are no secrets. */
const harmlessName = /(?:^|_)(?:tokens|(?:max|min|num|next|continuation|page|task)_?token)$/;

/** Whether a variable, parameter or key is called as secrets are, however its words are joined. */
export function namesSecret(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase()
    .replace(/_?\d+$/, "");
  return secretName.test(words) && !harmlessName.test(words);
}

/** What stands for a value that comes from elsewhere, or for none. */
const references: readonly RegExp[] = [
  /^$/,
  /^(?:true|false|yes|no|on|off|none|null|enabled|disabled)$/i,
  /^arn:/,
  // CloudFormation's and other templates', and Batch's for parameters.
  /^\{\{.*\}\}$/,
  /^\$\{[^}]*\}$/,
  /^\{%.*%\}$/,
  /^Ref::/,
  // A file's path, or a parameter's.
  /^(?:\/[\w.-]+){2,}\/?$/,
  /^(?:<.*>|\*+)$/,
];

/** Whether a value is given in full, and does not say where it is to be found. */
export function isLiteral(value: string): boolean {
  const trimmed = value.trim();
  return !references.some((form) => form.test(trimmed));
}
