import { CodedError } from "@batchline/diagnostics";

/** A protected resource would be deleted or replaced (BL-E014). The words are Pulumi's. */
export class ProtectedError extends CodedError<"BL-E014"> {
  readonly urn: string;

  constructor(urn: string, refusal: string) {
    super("BL-E014", `${refusal}. To unprotect the resource, ${remedy}`);
    this.urn = urn;
  }

  static deletion(urn: string): ProtectedError {
    return new ProtectedError(urn, `resource "${urn}" cannot be deleted because it is protected`);
  }

  /** @param because URN of the resource whose replacement needs this one's. */
  static replacement(urn: string, because?: string): ProtectedError {
    const partOf = because === undefined ? "" : ` as part of replacing "${because}"`;
    const refusal = `unable to replace resource "${urn}"${partOf} as it is currently marked for protection`;
    return new ProtectedError(urn, refusal);
  }
}

/** The deletion of a resource calls the program, which does not run (BL-E019). */
export class NeedsProgramError extends CodedError<"BL-E019"> {
  readonly urn: string;

  constructor(urn: string) {
    super("BL-E019", `resource "${urn}" has delete hooks: destroy the stack with its program`);
    this.urn = urn;
  }
}

const remedy = "remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`";
