import { EmbeddedAwsError } from "../error-codes.ts";
import type { AnyService } from "../host/embedded-service.ts";
import type { ComponentType, ResourceType } from "./resource-type.ts";

/** Whether one of the services has the type of resource or remote component. `token` is for example `aws:s3/bucket:Bucket`. */
export function isKnownType(token: string, services: readonly AnyService[]): boolean {
  return services.some(
    ({ resources = {}, components = {} }) =>
      Object.hasOwn(resources, token) || Object.hasOwn(components, token),
  );
}

interface Owned<Type> {
  readonly type: Type;
  readonly owner: AnyService;
}

/** A resource type, and the service whose table has it. Throws for an unknown type. */
export function resourceType(token: string, services: readonly AnyService[]): Owned<ResourceType<unknown>> {
  return owned(token, services, ({ resources }) => resources);
}

/** A type of remote component, and the service whose table has it. Throws for an unknown type. */
export function componentType(token: string, services: readonly AnyService[]): Owned<ComponentType<unknown>> {
  return owned(token, services, ({ components }) => components);
}

function owned<Type>(
  token: string,
  services: readonly AnyService[],
  tableOf: (service: AnyService) => Readonly<Record<string, Type>> | undefined,
): Owned<Type> {
  for (const owner of services) {
    const types = tableOf(owner);
    const type = types !== undefined && Object.hasOwn(types, token) ? types[token] : undefined;
    if (type !== undefined) return { type, owner };
  }
  throw unknownType();
}

function unknownType(): EmbeddedAwsError {
  return new EmbeddedAwsError(
    "BL-A001",
    "the embedded AWS does not know this resource type. docs/local.md lists the known types; " +
      "add it to the resources of its service, as declared only if it needs no behaviour",
  );
}
