/** What a token's name may be. */
export const tokenName = /^[A-Za-z][A-Za-z0-9_.-]*$/;

/** How a token stands in a definition before its value is known: the notation of CloudFormation's substitutions. */
export const tokenPlaceholder = (name: string) => `\${${name}}`;

/** Every token placeholder in a text; the first group is the name. */
export const tokenPlaceholders = /\$\{([A-Za-z][A-Za-z0-9_.-]*)\}/g;
