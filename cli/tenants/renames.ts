import type { Tenant } from "../../config/tenants.ts";
import { canonical } from "./field-changes.ts";

/** Tenants with a new id: new id → former id. Two are the same tenant when they alone share a bucket, the workflows or
 * the name. */
export function renames(gone: readonly Tenant[], added: readonly Tenant[]): ReadonlyMap<string, string> {
  const formerIds = new Map<string, string>();
  const taken = new Set<string>();
  for (const sign of [
    ({ storage }: Tenant) => storage?.bucket,
    ({ workflows }: Tenant) => (Object.keys(workflows).length === 0 ? undefined : canonical(workflows)),
    ({ name }: Tenant) => name,
  ]) {
    const before = soleOwners(gone, sign);
    for (const [value, now] of soleOwners(added, sign)) {
      const former = before.get(value);
      if (former === undefined || formerIds.has(now) || taken.has(former)) continue;
      formerIds.set(now, former);
      taken.add(former);
    }
  }
  return formerIds;
}

/** Sign → the id of the only tenant that has it. */
function soleOwners(
  tenants: readonly Tenant[],
  sign: (tenant: Tenant) => string | undefined,
): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const [value, [first, second]] of Map.groupBy(tenants, sign))
    if (value !== undefined && first !== undefined && second === undefined) owners.set(value, first.id);
  return owners;
}
