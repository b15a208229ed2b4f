/** The end of a secret's name. `SECRET_ARN`, `TOKEN_URL` and `PASSWORD_FILE` only refer to one. */
const secretName =
  /(?:^|_)(?:pass|pw|pwd|secrets?|credentials?|passphrase|(?:api|access|private|secret|signing|auth)_?key)$|(?:password|passwd|passphrase|token|apikey|_auth_data)s?$/;

/** Counts, sizes and pages of tokens. */
const harmlessName = /(?:^|_)(?:tokens|(?:max|min|num|next|continuation|page|task)_?token)$/;

/** Whether a variable, parameter or key has the name of a secret, in any case and with any separators.
 * @example namesSecret("dbPassword") // true */
export function namesSecret(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase()
    .replace(/_?\d+$/, "");
  return secretName.test(words) && !harmlessName.test(words);
}

/** Values that refer to another place, or are empty. */
const references: readonly RegExp[] = [
  /^$/,
  /^(?:true|false|yes|no|on|off|none|null|enabled|disabled)$/i,
  /^arn:/,
  // Templates of CloudFormation and others, and parameters of Batch.
  /^\{\{.*\}\}$/,
  /^\$\{[^}]*\}$/,
  /^\{%.*%\}$/,
  /^Ref::/,
  // The path of a file or parameter.
  /^(?:\/[\w.-]+){2,}\/?$/,
  /^(?:<.*>|\*+)$/,
];

/** Whether a value is literal, and not a reference to another place.
 * @example isLiteral("arn:aws:secretsmanager:…") // false */
export function isLiteral(value: string): boolean {
  const trimmed = value.trim();
  return !references.some((form) => form.test(trimmed));
}
