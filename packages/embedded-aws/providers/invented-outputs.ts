import type { PropertyValue, ProvidedResource, Registration } from "@batchline/pulumi-engine";
import { Unknown } from "@batchline/pulumi-engine";
import { regionalArn } from "./arn.ts";
import { physicalId } from "./physical-name.ts";

/**
 * An id and an ARN for a resource of a type that the embedded AWS does not know, of the form they would have: what refers to it
 * can be looked at. Undefined where that is not enough: components of other packages answer with resources of their own.
 */
export function inventedOutputs(resource: Registration, region: string): ProvidedResource | undefined {
  if (resource.kind !== "custom") return undefined;
  const [service = "", module = ""] = resource.type.split(":").slice(0, 2);
  const [part = service, kind = "resource"] = module.split("/");
  const id = resource.readId ?? physicalId(resource.name, resource);
  return { id, outputs: { arn: regionalArn(part, region, `${kind}/${id}`) } };
}

/** Whether something in it is known only after deployment. */
export function hasUnknown(value: PropertyValue): boolean {
  if (value instanceof Unknown) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
