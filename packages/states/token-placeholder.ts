/** A valid name of a token. */
export const tokenName = /^[A-Za-z][A-Za-z0-9_.-]*$/;

/** A token in a definition, before its value is known. The notation is from CloudFormation's substitutions. */
export const tokenPlaceholder = (name: string) => `\${${name}}`;

/** All token placeholders in a text. The first group is the name. */
export const tokenPlaceholders = /\$\{([A-Za-z][A-Za-z0-9_.-]*)\}/g;
