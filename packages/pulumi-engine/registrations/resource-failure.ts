import { CodedError } from "@batchline/diagnostics";
import { formatPosition, type Registration } from "./registration.ts";

/** Thrown when a resource cannot be created or read (BL-E010). The message has its type, its name and the program's line.
 * @example if (error instanceof ResourceFailure) console.error(error.resource.type, error.resource.name); */
export class ResourceFailure extends CodedError<"BL-E010"> {
  readonly resource: Registration;

  constructor(resource: Registration, cause: unknown) {
    const at = formatPosition(resource.sourcePosition);
    const reason = cause instanceof Error ? cause.message : String(cause);
    super("BL-E010", `${at === "" ? "" : `${at}: `}${resource.type} "${resource.name}": ${reason}`, {
      cause,
    });
    this.resource = resource;
  }
}
