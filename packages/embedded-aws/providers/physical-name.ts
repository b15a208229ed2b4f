import { createHash } from "node:crypto";
import type { Registration } from "@batchline/pulumi-engine";
import { EmbeddedAwsError } from "../error-codes.ts";
import { type Autonaming, fillPattern, uuid } from "./autonaming.ts";

export interface NameRules {
  readonly maxLength: number;
  /** AWS does not accept capitals: the logical name becomes lower case. @default false */
  readonly lowerCase?: boolean;
}

interface NamedStack {
  readonly project: string;
  readonly stack: string;
  readonly autonaming: Autonaming;
}

export class PhysicalNames {
  readonly #of: NamedStack;

  constructor(of: NamedStack) {
    this.#of = of;
  }

  /** Digits are a hash of the URN, so that two deployments have the same names. Throws if the name is too long. */
  of(
    resource: Registration,
    given: { name?: string | undefined; namePrefix?: string | undefined },
    rules: NameRules,
  ): string {
    const name = given.name ?? this.#generated(resource, given.namePrefix, rules);
    if (name.length <= rules.maxLength) return name;
    const problem = `its name ${name} has ${name.length} characters; AWS allows ${rules.maxLength}`;
    throw new EmbeddedAwsError("BL-A005", problem);
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

/** An id like EC2's: `subnet-` and 17 hexadecimal digits. */
export function physicalId(prefix: string, resource: Pick<Registration, "urn">): string {
  return `${prefix}-${hexOf(resource, 17)}`;
}

/** Hexadecimal digits, at most 64, of a hash of the URN. */
export function hexOf({ urn }: Pick<Registration, "urn">, length: number): string {
  return createHash("sha256").update(urn).digest("hex").slice(0, length);
}

export function uuidOf(resource: Pick<Registration, "urn">): string {
  return uuid(hexOf(resource, 32));
}
