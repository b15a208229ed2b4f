import { isRecord } from "@batchline/diagnostics";
import { Secret } from "@pulumi/policy";
import type { Patch } from "../kit/rule.ts";
import { behindProxies } from "./behind-proxies.ts";

/** Merges a patch into properties, in place: unknown values stay unknown, and secrets secret. */
export function applyPatch(patch: Patch, target: Record<string, unknown>): void {
  for (const [property, value] of Object.entries(patch)) {
    const old = isRecord(value) ? target[property] : undefined;
    if (isRecord(value) && isRecord(old)) applyPatch(value, old);
    else target[property] = hasSecretInside(behindProxies(target)[property]) ? new Secret(value) : value;
  }
}

/** A list with a secret becomes secret as a whole. What replaces a secret itself does so anyway. */
function hasSecretInside(old: unknown): boolean {
  if (typeof old !== "object" || old === null || old instanceof Secret) return false;
  return Object.values(old).some((value) => value instanceof Secret || hasSecretInside(value));
}
