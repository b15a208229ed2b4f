import { must } from "@batchline/diagnostics";
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
import { defaultsKey, nameInput } from "./naming.ts";
import { digitsOf } from "./physical-id.ts";
import type { RecordedResource, ResourceRecord } from "./resource-record.ts";
import { componentType, resourceType } from "./resource-registry.ts";
import type { Deployment, ResourceContext, ResourceType } from "./resource-type.ts";
import { TakenNames } from "./taken-names.ts";

/** `inputs` are what a program would write. */
type ReadResource = ProvidedResource & { readonly inputs?: PropertyMap };

interface AwsProviderOptions extends Deployment {
  readonly services: readonly AnyService[];
  /** @default nothing runs: resources only compute their ids and outputs */
  readonly running?: RunningServices | undefined;
  /** @default the provider does not remember what it creates */
  readonly record?: ResourceRecord | undefined;
}

/** The services' resources as one Pulumi provider, for the packages aws, awsx and time. */
export class AwsProvider implements Provider {
  readonly #options: AwsProviderOptions;
  readonly #names: TakenNames;

  constructor(options: AwsProviderOptions) {
    this.#options = options;
    this.#names = new TakenNames(options.record);
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
    const type = this.#type(resource);
    const given = asProviderGets(resource);
    const generation = this.#options.record?.timesCreated(resource.urn) ?? 0;
    return this.#names.during(given, type.naming, async () => {
      const created = await type.create(given, this.#context(resource, generation));
      await this.#remember(given, created, generation);
      return created;
    });
  }

  async construct(component: Registration, construction: Construction): Promise<PropertyMap> {
    const { type, owner } = componentType(component.type, this.#options.services);
    return type.construct(asProviderGets(component), construction, this.#contextOf(owner, component.urn));
  }

  async update(resource: Registration, existing: ExistingResource): Promise<ProvidedResource> {
    const type = this.#type(resource);
    if (type.update === undefined)
      throw new EmbeddedAwsError(
        "BL-A014",
        `the embedded AWS cannot change ${existing.id} in place. ` +
          "Write an update for its type, or declare the inputs that are create-only",
      );
    const inputs = withName({ ...existing, inputs: resource.inputs }, type);
    const given = asProviderGets({ ...resource, inputs });
    const generation = this.#generation(existing);
    const context = this.#context(existing, generation);
    const { outputs } = await type.update(given, { ...existing, inputs: withName(existing, type) }, context);
    const updated = { id: existing.id, outputs };
    await this.#remember(given, updated, generation);
    return updated;
  }

  async delete(existing: ExistingResource): Promise<void> {
    const type = this.#type(existing);
    const context = this.#context(existing, this.#generation(existing));
    await type.delete?.({ ...existing, inputs: withName(existing, type) }, context);
    await this.#options.record?.remove(existing.type, existing.id);
  }

  async read(resource: Registration): Promise<ReadResource | undefined> {
    const { record } = this.#options;
    const id = must(resource.readId, "the engine reads a resource by its id");
    const recorded = record?.get(resource.type, id);
    if (recorded !== undefined && (await this.#isStillThere(recorded))) {
      const { [defaultsKey]: _, ...inputs } = recorded.inputs;
      // Only the state knows which names were generated. Without it, the program must have the name.
      const { [defaultsKey]: generated = [] } = resource.inputs;
      return { id, outputs: recorded.outputs, inputs: { ...inputs, [defaultsKey]: generated } };
    }
    // What this resource was is deleted.
    if (record !== undefined && record.timesCreated(resource.urn) > 0) return undefined;
    return this.#type(resource).read?.(asProviderGets(resource), this.#context(resource, 0));
  }

  /** Puts the record's resources into services that have just started. @throws {EmbeddedAwsError} BL-A016 for the first that fails */
  async restore(): Promise<void> {
    let waiting = this.#options.record?.all() ?? [];
    while (waiting.length > 0) {
      const failed: { readonly recorded: RecordedResource; readonly cause: unknown }[] = [];
      for (const recorded of waiting) {
        try {
          await this.#restore(recorded);
        } catch (cause) {
          // An update may have made it depend on a later one.
          failed.push({ recorded, cause });
        }
      }
      const [first] = failed;
      if (first !== undefined && failed.length === waiting.length)
        throw notRestored(first.recorded, first.cause);
      waiting = failed.map(({ recorded }) => recorded);
    }
  }

  async #restore(recorded: RecordedResource): Promise<void> {
    const type = this.#type(recorded);
    const existing = existingOf(recorded);
    const context = this.#context(recorded, recorded.generation);
    if (type.restore === undefined) await type.create(existing, context);
    else await type.restore(existing, context);
  }

  async #remember(resource: Registration, provided: ProvidedResource, generation: number): Promise<void> {
    const { urn, type, name, inputs } = resource;
    const { [defaultsKey]: _, ...given } = inputs;
    const outputs = { ...given, ...provided.outputs };
    await this.#options.record?.put({ urn, type, name, inputs, generation, ...provided, outputs });
  }

  /** Forgets a resource that was deleted over the wire. */
  async #isStillThere(recorded: RecordedResource): Promise<boolean> {
    const context = this.#context(recorded, recorded.generation);
    const exists = await this.#type(recorded).exists?.(existingOf(recorded), context);
    if (exists === false) await this.#options.record?.remove(recorded.type, recorded.id);
    return exists !== false;
  }

  #generation({ type, id }: Pick<ExistingResource, "type" | "id">): number {
    return this.#options.record?.get(type, id)?.generation ?? 0;
  }

  #type({ type }: Pick<Registration, "type">) {
    return resourceType(type, this.#options.services).type;
  }

  #context({ type, urn }: Pick<Registration, "type" | "urn">, generation: number): ResourceContext<unknown> {
    return this.#contextOf(resourceType(type, this.#options.services).owner, urn, generation);
  }

  #contextOf(owner: AnyService, urn: string, generation = 0): ResourceContext<unknown> {
    const { services: _, record: __, running, ...deployment } = this.#options;
    return { ...deployment, service: running?.of(owner), digits: digitsOf(urn, generation) };
  }
}

/** Components of other packages may receive resources; a provider receives their ids. */
function asProviderGets(resource: Registration): Registration {
  return { ...resource, inputs: withoutReferences(resource.inputs) };
}

/** The inputs. A resource of an older state has its name in the outputs only. */
function withName({ inputs, outputs }: ExistingResource, { naming }: ResourceType<unknown>): PropertyMap {
  const { [naming ? nameInput(naming) : ""]: name } = outputs;
  return naming === undefined || name === undefined ? inputs : { [nameInput(naming)]: name, ...inputs };
}

function existingOf({ urn, type, name, id, inputs, outputs }: RecordedResource): ExistingResource {
  const noOptions = { secretInputs: [], dependencies: [], propertyDependencies: {}, options: {} };
  return { urn, type, name, kind: "custom", id, inputs, outputs, ...noOptions };
}

function notRestored({ type, name }: RecordedResource, cause: unknown): EmbeddedAwsError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EmbeddedAwsError("BL-A016", `${type} "${name}" of an earlier session: ${reason}`, { cause });
}
