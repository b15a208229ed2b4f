/** One area's error codes: code → its meaning and its fix. docs/errors.md lists all of them. */
export type ErrorCodes = Readonly<
  Record<string, { readonly name?: string; readonly means: string; readonly fix: string }>
>;

/**
 * The base of this project's errors. The message says what is wrong, where, and what to do.
 * @example
 * class TenantError extends CodedError<"BL-T007"> {}
 * throw new TenantError("BL-T007", 'tenants/acme.yaml:9:5: unknown key "chunk"');
 */
export abstract class CodedError<Code extends string = string> extends Error {
  /** Stable: never changes its meaning, and is never reused. */
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/**
 * The message with the code before it, unless the message has the code already.
 * @example codedMessage(error); // 'BL-T007: tenants/acme.yaml:9:5: unknown key "chunk"'
 */
export function codedMessage({ code, message }: CodedError): string {
  return message.includes(code) ? message : `${code}: ${message}`;
}
