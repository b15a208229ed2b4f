import { createHash } from "node:crypto";
import type { Registration } from "@batchline/pulumi-engine";
import { type Autonaming, fillPattern } from "./autonaming.ts";

/** What AWS asks of a name. */
export interface NameRules {
  readonly maxLength: number;
  /** Where AWS takes no capitals: those of the logical name are made small. @default false */
  readonly lowerCase?: boolean;
}

/** Gives resources the names they would have on AWS. */
export class PhysicalNames {
  readonly #of: { readonly project: string; readonly stack: string; readonly autonaming: Autonaming };

  constructor(of: { readonly project: string; readonly stack: string; readonly autonaming: Autonaming }) {
    this.#of = of;
  }

  /**
   * The name given, else the given prefix with digits after it, else the logical name as autonaming has it. Where Pulumi
   * puts random digits these come from the URN, so that two deployments of one program give the same names.
   *
   * Throws when the name is longer than AWS allows.
   */
  of(
    resource: Registration,
    given: { readonly name?: string | undefined; readonly namePrefix?: string | undefined },
    rules: NameRules,
  ): string {
    const name = given.name ?? this.#generated(resource, given.namePrefix, rules);
    if (name.length <= rules.maxLength) return name;
    throw new Error(`its name ${name} has ${name.length} characters; AWS allows ${rules.maxLength}`);
  }

  #generated(resource: Registration, prefix: string | undefined, rules: NameRules): string {
    if (prefix !== undefined) return prefix + hexOf(resource, 7);
    const name = fillPattern(this.#of.autonaming.pattern, {
      ...this.#of,
      organization: "organization",
      name: resource.name,
      digits: hexOf(resource, 64),
    });
    return rules.lowerCase ? name.toLowerCase() : name;
  }
}

/** An id as EC2 makes them: `subnet-` and 17 hexadecimal digits. */
export function physicalId(prefix: string, resource: Pick<Registration, "urn">): string {
  return `${prefix}-${hexOf(resource, 17)}`;
}

/** The first `length` hexadecimal digits, at most 64, of a hash of the URN. */
export function hexOf({ urn }: Pick<Registration, "urn">, length: number): string {
  return createHash("sha256").update(urn).digest("hex").slice(0, length);
}

/** A UUID made of a hash of the URN. */
export function uuidOf(resource: Pick<Registration, "urn">): string {
  const hex = hexOf(resource, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
