import {
  type CheckContext,
  type CheckedInputs,
  type Construction,
  type Difference,
  type ExistingResource,
  type PropertyMap,
  type ProvidedResource,
  type Provider,
  type Registration,
  withoutReferences,
} from "@batchline/pulumi-engine";
import { EmbeddedAwsError } from "../error-codes.ts";
import type { AnyService, RunningServices } from "../host/embedded-service.ts";
import { checkInputs } from "./check-inputs.ts";
import { differenceOf } from "./difference.ts";
import { digitsOf } from "./physical-id.ts";
import { componentType, resourceType } from "./resource-registry.ts";
import type { Deployment, ResourceContext } from "./resource-type.ts";

interface AwsProviderOptions extends Deployment {
  readonly services: readonly AnyService[];
  /** @default nothing runs: resources only compute their ids and outputs */
  readonly running?: RunningServices | undefined;
}

/** The services' resources as one Pulumi provider, for the packages aws, awsx and time. */
export class AwsProvider implements Provider {
  readonly #options: AwsProviderOptions;

  constructor(options: AwsProviderOptions) {
    this.#options = options;
  }

  async check(resource: Registration, context: CheckContext): Promise<CheckedInputs> {
    return checkInputs(asProviderGets(resource), this.#type(resource), context);
  }

  async diff(resource: Registration, existing: ExistingResource): Promise<Difference> {
    const type = this.#type(resource);
    const given = asProviderGets(resource);
    const difference = differenceOf(given, existing, { ...type, region: this.#options.region });
    return type.diff?.(given, existing, difference) ?? difference;
  }

  async create(resource: Registration): Promise<ProvidedResource> {
    return this.#type(resource).create(asProviderGets(resource), this.#context(resource));
  }

  async construct(component: Registration, construction: Construction): Promise<PropertyMap> {
    const { type, owner } = componentType(component.type, this.#options.services);
    return type.construct(asProviderGets(component), construction, this.#contextOf(owner, component));
  }

  async update(resource: Registration, existing: ExistingResource): Promise<ProvidedResource> {
    const type = this.#type(resource);
    if (type.update === undefined)
      throw new EmbeddedAwsError(
        "BL-A014",
        `the embedded AWS cannot change ${existing.id} in place. ` +
          "Write an update for its type, or declare the inputs that are create-only",
      );
    // A resource of an older state keeps its name, which its inputs do not have.
    const { input = "name" } = type.naming ?? {};
    const { [input]: name } = existing.outputs;
    const inputs =
      type.naming && name !== undefined ? { [input]: name, ...resource.inputs } : resource.inputs;
    const { outputs } = await type.update(
      asProviderGets({ ...resource, inputs }),
      existing,
      this.#context(existing),
    );
    return { id: existing.id, outputs };
  }

  async delete(existing: ExistingResource): Promise<void> {
    await this.#type(existing).delete?.(existing, this.#context(existing));
  }

  async read(resource: Registration): Promise<ProvidedResource> {
    const type = this.#type(resource);
    if (type.read !== undefined) return type.read(asProviderGets(resource), this.#context(resource));
    throw new EmbeddedAwsError(
      "BL-A002",
      `the program reads ${resource.readId}, which it does not create; the embedded AWS holds only what this program creates`,
    );
  }

  #type({ type }: Pick<Registration, "type">) {
    return resourceType(type, this.#options.services).type;
  }

  #context(resource: Pick<Registration, "type" | "urn">): ResourceContext<unknown> {
    return this.#contextOf(resourceType(resource.type, this.#options.services).owner, resource);
  }

  #contextOf(owner: AnyService, { urn }: Pick<Registration, "urn">): ResourceContext<unknown> {
    const { services: _, running, ...deployment } = this.#options;
    return { ...deployment, service: running?.of(owner), digits: digitsOf(urn) };
  }
}

/** Components of other packages may receive resources; a provider receives their ids. */
function asProviderGets(resource: Registration): Registration {
  return { ...resource, inputs: withoutReferences(resource.inputs) };
}
