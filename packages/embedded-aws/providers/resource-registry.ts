import type { Construction, PropertyMap, ProvidedResource, Registration } from "@batchline/pulumi-engine";
import { EmbeddedAwsError } from "../error-codes.ts";
import type { AnyService, RunningServices } from "../host/embedded-service.ts";
import type { Deployment } from "./resource-type.ts";

/** The service whose tables have the resource type; undefined if the embedded AWS does not know the type. */
export function serviceOfType(type: string, services: readonly AnyService[]): AnyService | undefined {
  return services.find(
    ({ resources = {}, components = {} }) =>
      Object.hasOwn(resources, type) || Object.hasOwn(components, type),
  );
}

/** Creates a resource, or reads it if the program does. Without `running` services it only computes ids and outputs. */
export async function provide(
  resource: Registration,
  deployment: Deployment,
  services: readonly AnyService[],
  running: RunningServices | undefined,
): Promise<ProvidedResource> {
  const owner = serviceOfType(resource.type, services);
  const type = owner?.resources?.[resource.type];
  if (owner === undefined || type === undefined) throw unknownType();
  const context = { ...deployment, service: running?.of(owner) };
  if (resource.readId === undefined) return type.create(resource, context);
  if (type.read !== undefined) return type.read(resource, context);
  throw new EmbeddedAwsError(
    "BL-A002",
    `the program reads ${resource.readId}, which it does not create; the embedded AWS holds only what this program creates`,
  );
}

/** Registers the children of a remote component and returns its outputs. */
export async function construct(
  component: Registration,
  construction: Construction,
  deployment: Deployment,
  services: readonly AnyService[],
  running: RunningServices | undefined,
): Promise<PropertyMap> {
  const owner = serviceOfType(component.type, services);
  const type = owner?.components?.[component.type];
  if (owner === undefined || type === undefined) throw unknownType();
  return type.construct(component, construction, { ...deployment, service: running?.of(owner) });
}

function unknownType(): EmbeddedAwsError {
  return new EmbeddedAwsError(
    "BL-A001",
    "the embedded AWS does not know this resource type. docs/local.md lists the known types; " +
      "add it to the resources of its service, as declared only if it needs no behaviour",
  );
}
