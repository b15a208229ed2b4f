import { randomUUID } from "node:crypto";
import { must } from "@batchline/diagnostics";
import proto from "@pulumi/pulumi/proto/resource_pb.js";
import { UnsupportedRequestError } from "../error-codes.ts";
import { decodeProperties } from "../protocol/decode-properties.ts";
import { encodeProperties } from "../protocol/encode-properties.ts";
import { type PropertyMap, Unknown } from "../protocol/property.ts";
import { fromStruct, toStruct } from "../protocol/struct.ts";
import type { WireMap } from "../protocol/wire.ts";
import { childRegistration } from "./child-registration.ts";
import type { ChildRegistration, Functions, ProvidedResource, Provider } from "./provider.ts";
import { type ProgramIdentity, readExisting, readRegistration, wireInputs } from "./read-registration.ts";
import { providerOf, type RegisteredResource, type Registration } from "./registration.ts";
import { ResourceFailure } from "./resource-failure.ts";
import { stackType } from "./urn.ts";

interface MonitorOptions extends ProgramIdentity {
  readonly dryRun: boolean;
  /** Absent: a preview, in which computed values are unknown. */
  readonly provider?: Provider | undefined;
  readonly functions?: Functions | undefined;
  readonly review?: Review | undefined;
  /** Called when a resource could not be created. The run is over then. */
  readonly onFailure: (failure: ResourceFailure) => void;
}

/**
 * Called with each registered resource before it is created, and with its explicit provider. The result replaces the
 * resource's inputs; undefined keeps them.
 */
export type Review = (
  resource: Registration,
  provider: RegisteredResource | undefined,
) => Promise<PropertyMap | undefined>;

/** A resource while the program runs. */
interface TrackedResource {
  registration: Registration;
  id?: string;
  /** Encoded, with secrets wrapped. */
  outputs: WireMap;
}

/** The resource monitor of Pulumi's protocol, without its transport: keeps and answers the program's registrations. */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #resources = new Map<string, TrackedResource>();

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  /** In the order of registration. The stack comes first. */
  get resources(): readonly RegisteredResource[] {
    return [...this.#resources.values()].map(snapshot);
  }

  /** The program's exports. */
  get stackOutputs() {
    const stack = [...this.#resources.values()].find(({ registration }) => registration.type === stackType);
    return decodeProperties(stack?.outputs ?? {});
  }

  async register(request: proto.RegisterResourceRequest): Promise<proto.RegisterResourceResponse> {
    const resource: TrackedResource = {
      registration: readRegistration(request, this.#options),
      outputs: wireInputs(request),
    };
    this.#add(resource);
    await this.#review(resource);
    const { registration } = resource;
    if (registration.type.startsWith("pulumi:providers:")) {
      if (this.#options.provider !== undefined) resource.id = randomUUID();
    } else if (registration.kind === "remote") {
      await this.#construct(resource);
    } else if (registration.kind === "custom") {
      await this.#create(resource, (provider) => provider.create(registration));
    }
    const response = new proto.RegisterResourceResponse().setUrn(registration.urn);
    if (registration.kind === "custom" && resource.id !== undefined) response.setId(resource.id);
    return response.setObject(toStruct(resource.outputs));
  }

  async read(request: proto.ReadResourceRequest): Promise<proto.ReadResourceResponse> {
    const registration = readExisting(request, this.#options);
    const id = request.getId();
    const resource: TrackedResource = { registration, outputs: wireInputs(request), id };
    this.#add(resource);
    const given = { id, outputs: {} };
    await this.#create(resource, async (provider) => (await provider.read?.(registration)) ?? given);
    const response = new proto.ReadResourceResponse().setUrn(registration.urn);
    return response.setProperties(toStruct(resource.outputs));
  }

  /** Sets the outputs of a component or the stack, after its children are registered. */
  registerOutputs(request: proto.RegisterResourceOutputsRequest): void {
    this.#resource(request.getUrn()).outputs = fromStruct(request.getOutputs());
  }

  async invoke(request: proto.ResourceInvokeRequest): Promise<proto.ResourceInvokeResponse> {
    const response = new proto.ResourceInvokeResponse();
    const isPreview = this.#options.provider === undefined;
    if (isPreview && this.#waitsForCreation(request.getDependsonList())) return response.setUnknown(true);
    const { properties } = decodeProperties(fromStruct(request.getArgs()));
    const result = await this.#call(request.getTok(), properties);
    return result === undefined ? response.setUnknown(true) : response.setReturn(toStruct(result));
  }

  /** Undefined: the result is unknown. */
  async #call(token: string, args: PropertyMap): Promise<WireMap | undefined> {
    if (token === "pulumi:pulumi:getResource") return this.#state(String(args.urn));
    const result = await this.#options.functions?.(token, args);
    if (result instanceof Unknown) return undefined;
    if (result !== undefined) return encodeProperties(result);
    throw new UnsupportedRequestError(
      "BL-E012",
      `the program calls the function ${token}, which this run does not answer`,
    );
  }

  /** The SDK builds a resource object from a reference with it. */
  #state(urn: string): WireMap {
    const { id = "", outputs } = this.#resource(urn);
    return { urn, id, state: outputs };
  }

  async #create(
    resource: TrackedResource,
    act: (provider: Provider) => Promise<ProvidedResource | undefined>,
  ): Promise<void> {
    const { provider } = this.#options;
    const { registration } = resource;
    try {
      const created = provider && (await act(provider));
      // As at preview: the given inputs are known, computed values are not.
      if (created === undefined) return;
      resource.id = created.id;
      resource.outputs = { ...resource.outputs, ...encodeProperties(created.outputs) };
    } catch (cause) {
      throw this.#fail(registration, cause);
    }
  }

  async #construct(component: TrackedResource): Promise<void> {
    const { provider } = this.#options;
    const { registration } = component;
    // A remote component computes all its outputs.
    component.outputs = {};
    if (provider === undefined) return;
    try {
      if (provider.construct === undefined) throw new Error("the provider has no components");
      const register = (child: ChildRegistration) => this.#registerChild(registration, child);
      const construction = { preview: this.#options.dryRun, register };
      component.outputs = encodeProperties(await provider.construct(registration, construction));
    } catch (cause) {
      throw cause instanceof ResourceFailure ? cause : this.#fail(registration, cause);
    }
  }

  async #registerChild(component: Registration, given: ChildRegistration): Promise<RegisteredResource> {
    const [packageName = ""] = given.type.split(":");
    const registration = childRegistration(component, given, this.#inheritedProvider(component, packageName));
    const child: TrackedResource = { registration, outputs: encodeProperties(given.inputs) };
    this.#add(child);
    await this.#review(child);
    await this.#create(child, (provider) => provider.create(child.registration));
    return snapshot(child);
  }

  /** The provider of a package that the component, or the nearest one around it, has for its children. */
  #inheritedProvider(component: Registration, packageName: string): string | undefined {
    const own = component.providers?.[packageName];
    const around = component.parent === undefined ? undefined : this.#resources.get(component.parent);
    return own ?? (around && this.#inheritedProvider(around.registration, packageName));
  }

  async #review(resource: TrackedResource): Promise<void> {
    const { registration } = resource;
    try {
      const provider = providerOf(registration, this.#resources);
      const inputs = await this.#options.review?.(registration, provider && snapshot(provider));
      if (inputs === undefined) return;
      resource.registration = { ...registration, inputs };
      resource.outputs = encodeProperties(inputs);
    } catch (cause) {
      throw this.#fail(registration, cause);
    }
  }

  #add(resource: TrackedResource): void {
    const { urn } = resource.registration;
    if (this.#resources.has(urn))
      throw this.#fail(
        resource.registration,
        new Error(`another resource has the same URN ${urn}; rename one`),
      );
    this.#resources.set(urn, resource);
  }

  #resource(urn: string): TrackedResource {
    return must(this.#resources.get(urn), `the program registered ${urn}`);
  }

  #fail(registration: Registration, cause: unknown): ResourceFailure {
    const failure = new ResourceFailure(registration, cause);
    this.#options.onFailure(failure);
    return failure;
  }

  #waitsForCreation(urns: readonly string[]): boolean {
    const resources = urns.flatMap((urn) => this.#resources.get(urn) ?? []);
    return resources.some(({ registration, id }) => registration.kind !== "component" && id === undefined);
  }
}

function snapshot({ registration, id, outputs }: TrackedResource): RegisteredResource {
  return {
    ...registration,
    ...(id === undefined ? {} : { id }),
    outputs: decodeProperties(outputs).properties,
  };
}
