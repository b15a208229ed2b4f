import proto from "@pulumi/pulumi/proto/provider_pb.js";
import type structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { encodeProperties } from "../protocol/encode-properties.ts";
import type { PropertyMap, PropertyValue } from "../protocol/property.ts";
import { memberPath, parsePath, topLevelOf } from "../protocol/property-path.ts";
import { toStruct } from "../protocol/struct.ts";
import type { CheckedInputs, Difference } from "../registrations/provider.ts";

const { Kind } = proto.PropertyDiff;
const { DiffChanges } = proto.DiffResponse;

export function checkFailures(failures: CheckedInputs["failures"] = []): proto.CheckFailure[] {
  return failures.map(({ property, reason }) =>
    new proto.CheckFailure().setProperty(property).setReason(reason),
  );
}

/** `old` and `current` are inputs. */
export function diffResponse(
  old: PropertyMap,
  current: PropertyMap,
  { changed, replaces, deleteBeforeReplace = false }: Difference,
): proto.DiffResponse {
  const response = new proto.DiffResponse()
    .setChanges(changed.length === 0 ? DiffChanges.DIFF_NONE : DiffChanges.DIFF_SOME)
    .setDiffsList(topLevel(changed))
    .setReplacesList(topLevel(replaces))
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const path of changed) {
    const kind = kinds[changeAt(path, old, current)][replaces.includes(path) ? "replace" : "update"];
    response.getDetaileddiffMap().set(path, new proto.PropertyDiff().setKind(kind).setInputdiff(true));
  }
  return response;
}

const kinds = {
  added: { update: Kind.ADD, replace: Kind.ADD_REPLACE },
  removed: { update: Kind.DELETE, replace: Kind.DELETE_REPLACE },
  changed: { update: Kind.UPDATE, replace: Kind.UPDATE_REPLACE },
} as const;

function changeAt(path: string, old: PropertyMap, current: PropertyMap): keyof typeof kinds {
  if (isAbsent(valueAt(path, old))) return "added";
  return isAbsent(valueAt(path, current)) ? "removed" : "changed";
}

function isAbsent(value: PropertyValue | undefined): boolean {
  return value === undefined || value === null;
}

function valueAt(path: string, properties: PropertyMap): PropertyValue | undefined {
  let value: PropertyValue | undefined = properties;
  for (const key of parsePath(path) ?? []) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string, PropertyValue>>)[key];
  }
  return value;
}

function topLevel(paths: readonly string[]): string[] {
  return [...new Set(paths.map(topLevelOf))];
}

/** What is secret at a path of the inputs is secret at the same path of `properties`. */
export function secretStruct(
  properties: PropertyMap,
  secretInputs: readonly string[],
): structMessages.Struct {
  return toStruct(encodeProperties(properties, secretInputs.map(aroundArrays)));
}

/** Providers may sort an array, so one secret item makes all of it secret, as in Pulumi's engine (`annotateSecrets`). */
function aroundArrays(path: string): string {
  const keys = parsePath(path) ?? [];
  const index = keys.findIndex((key) => typeof key === "number");
  return (index === -1 ? keys : keys.slice(0, index)).reduce<string>(memberPath, "");
}
