import { createHash } from "node:crypto";

/** An id like EC2's: `subnet-` and 17 hexadecimal digits. */
export function physicalId(prefix: string, digits: string): string {
  return `${prefix}-${digits.slice(0, 17)}`;
}

/**
 * 64 hexadecimal digits: a hash of the URN, so that two deployments have the same ids.
 * @param generation How often a resource with the URN was created before. @default 0
 */
export function digitsOf(urn: string, generation = 0): string {
  return createHash("sha256")
    .update(generation === 0 ? urn : `${urn}#${generation}`)
    .digest("hex");
}

/** A UUID from 32 hexadecimal digits or more. */
export function uuid(digits: string): string {
  return digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
