import type { Provider } from "@batchline/pulumi-engine";
import { type Autonaming, autonameOf } from "./autonaming.ts";
import type { AwsProvider } from "./aws-provider.ts";
import { valid } from "./check-inputs.ts";
import { digitsOf } from "./physical-id.ts";

interface NamedStack {
  readonly project: string;
  readonly stack: string;
  readonly autonaming: Autonaming;
}

/** Checks inputs before it creates a resource. The digits of names are a hash of the URN. */
export function checkingFirst(
  provider: AwsProvider,
  { autonaming, ...stack }: NamedStack,
): Required<Pick<Provider, "create" | "read" | "construct">> {
  return {
    async create(resource) {
      const { name, urn } = resource;
      const digits = digitsOf(urn);
      const autoname = autonameOf(autonaming, { organization: "organization", ...stack, name, digits });
      const seed = Buffer.from(digits, "hex");
      const checked = await provider.check(resource, { seed, ...(autoname && { autoname }) });
      return provider.create({ ...resource, inputs: valid(checked) });
    },
    read: (resource) => provider.read(resource),
    construct: (component, construction) => provider.construct(component, construction),
  };
}
