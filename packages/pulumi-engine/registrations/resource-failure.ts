import { formatPosition, type Registration } from "./registration.ts";

/** Thrown when a resource could not be created or read. The message names its type, its name and the program's line. */
export class ResourceFailure extends Error {
  readonly resource: Registration;

  constructor(resource: Registration, cause: unknown) {
    const at = formatPosition(resource.sourcePosition);
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${at === "" ? "" : `${at}: `}${resource.type} "${resource.name}": ${reason}`, { cause });
    this.name = "ResourceFailure";
    this.resource = resource;
  }
}
