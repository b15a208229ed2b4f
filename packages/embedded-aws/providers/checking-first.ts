import { type Autonaming, type Provider, seedOf } from "@batchline/pulumi-engine";
import type { AwsProvider } from "./aws-provider.ts";
import { valid } from "./check-inputs.ts";

/** Checks inputs before it creates a resource, as the engine does for a new one. A refusal of the check is one of `create`. */
export function checkingFirst(provider: AwsProvider, autonaming: Autonaming): Pick<Provider, "create"> {
  return {
    async create(resource) {
      const seed = seedOf(resource.urn, []);
      const proposed = autonaming(resource, seed);
      const context = { seed, ...(proposed && { autoname: proposed.autoname }) };
      return provider.create({ ...resource, inputs: valid(await provider.check(resource, context)) });
    },
  };
}
