import type { Provider } from "@batchline/pulumi-engine";
import { EmbeddedAwsError } from "../error-codes.ts";
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
    async read(resource) {
      const read = await provider.read(resource);
      if (read !== undefined) return read;
      throw new EmbeddedAwsError(
        "BL-A002",
        `the program reads ${resource.readId}, which it does not create; the embedded AWS holds only what this program creates`,
      );
    },
    construct: (component, construction) => provider.construct(component, construction),
  };
}
