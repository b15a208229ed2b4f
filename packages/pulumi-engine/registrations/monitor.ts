import { randomUUID } from "node:crypto";
import resourceMessages from "@pulumi/pulumi/proto/resource_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { decodeProperties, type WireMap } from "../protocol/decode-properties.ts";
import { encodeProperties } from "../protocol/encode-properties.ts";
import { type PropertyMap, Unknown } from "../protocol/property.ts";
import type { Functions, ProvidedResource, Provider } from "./provider.ts";
import { providerOf } from "./provider-reference.ts";
import { type ProgramIdentity, readExisting, readRegistration, wireInputs } from "./read-registration.ts";
import type { RegisteredResource, Registration } from "./registration.ts";
import { ResourceFailure } from "./resource-failure.ts";
import { childEntry, type Entry, registered } from "./tracked-resource.ts";
import { stackType } from "./urn.ts";

export interface MonitorOptions extends ProgramIdentity {
  /** Absent: a preview, where what a provider would compute stays unknown. */
  readonly provider?: Provider;
  readonly functions: Functions;
  /**
   * Called with each resource the program registers, before it is made, and its explicit provider. What it resolves to
   * are the resource's inputs from then on; undefined leaves them as they are.
   */
  readonly review?: Review;
  /** Called when a resource could not be created; the run is over then. */
  readonly onFailure: (failure: ResourceFailure) => void;
}

/** See MonitorOptions.review. */
export type Review = (
  resource: Registration,
  provider: RegisteredResource | undefined,
) => Promise<PropertyMap | undefined>;

/** Keeps what the program registers and answers for it: the resource monitor of Pulumi's protocol, without its transport. */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  /** In the order in which the program registered them; the stack comes first. */
  get resources(): readonly RegisteredResource[] {
    return [...this.#entries.values()].map(registered);
  }

  /** What the program exports, and which of it is secret. */
  get stackOutputs(): { readonly properties: PropertyMap; readonly secrets: readonly string[] } {
    const stack = [...this.#entries.values()].find(({ registration }) => registration.type === stackType);
    return decodeProperties(stack?.outputs ?? {});
  }

  async register(
    request: resourceMessages.RegisterResourceRequest,
  ): Promise<resourceMessages.RegisterResourceResponse> {
    const entry: Entry = {
      registration: readRegistration(request, this.#options),
      outputs: wireInputs(request),
    };
    this.#add(entry);
    await this.#review(entry);
    const { registration, outputs: inputs } = entry;
    if (registration.type.startsWith("pulumi:providers:")) {
      if (this.#options.provider !== undefined) entry.id = randomUUID();
    } else if (registration.kind !== "component") {
      await this.#realise(entry, inputs, (provider) => provider.create(registration));
    }
    const response = new resourceMessages.RegisterResourceResponse();
    response.setUrn(registration.urn);
    if (registration.kind === "custom") response.setId(entry.id ?? "");
    response.setObject(toStruct(entry.outputs));
    return response;
  }

  async read(request: resourceMessages.ReadResourceRequest): Promise<resourceMessages.ReadResourceResponse> {
    const registration = readExisting(request, this.#options);
    const inputs = wireInputs(request);
    const entry: Entry = { registration, outputs: inputs, id: request.getId() };
    this.#add(entry);
    await this.#realise(
      entry,
      inputs,
      async (provider) => (await provider.read?.(registration)) ?? { id: request.getId(), outputs: {} },
    );
    const response = new resourceMessages.ReadResourceResponse();
    response.setUrn(registration.urn);
    response.setProperties(toStruct(entry.outputs));
    return response;
  }

  /** A component, or the stack, names its outputs once its children are declared. */
  registerOutputs(request: resourceMessages.RegisterResourceOutputsRequest): void {
    const entry = this.#entries.get(request.getUrn());
    if (entry === undefined)
      throw new Error(`outputs of a resource that is not registered: ${request.getUrn()}`);
    entry.outputs = (request.getOutputs()?.toJavaScript() ?? {}) as WireMap;
  }

  async invoke(
    request: resourceMessages.ResourceInvokeRequest,
  ): Promise<resourceMessages.ResourceInvokeResponse> {
    const response = new resourceMessages.ResourceInvokeResponse();
    if (this.#options.provider === undefined && this.#waitsForCreation(request.getDependsonList())) {
      response.setUnknown(true);
      return response;
    }
    const token = request.getTok();
    const args = decodeProperties((request.getArgs()?.toJavaScript() ?? {}) as WireMap).properties;
    const result = await this.#call(token, args);
    if (result === undefined) response.setUnknown(true);
    else response.setReturn(toStruct(result));
    return response;
  }

  /** Undefined: the answer cannot be told. */
  async #call(token: string, args: PropertyMap): Promise<WireMap | undefined> {
    if (token === "pulumi:pulumi:getResource") return this.#state(String(args.urn));
    const result = await this.#options.functions(token, args);
    if (result instanceof Unknown) return undefined;
    if (result !== undefined) return encodeProperties(result);
    throw new Error(
      `the program calls the function ${token}, which the embedded AWS does not have; ` +
        "docs/local.md lists those it has (packages/embedded-aws/providers/functions.ts is where one is added)",
    );
  }

  /** How the SDK rebuilds a resource object from a reference to it. */
  #state(urn: string): WireMap {
    const entry = this.#entries.get(urn);
    if (entry === undefined) throw new Error(`unknown resource ${urn}`);
    return { urn, id: entry.id ?? "", state: entry.outputs };
  }

  async #realise(
    entry: Entry,
    inputs: WireMap,
    act: (provider: Provider) => Promise<ProvidedResource | undefined>,
  ): Promise<void> {
    const { provider } = this.#options;
    const { registration } = entry;
    try {
      const made = provider && (await act(provider));
      if (made === undefined) {
        // As a provider does at preview: what was given is known, what it would compute is not. A remote
        // component's outputs are all computed.
        if (registration.kind === "remote") entry.outputs = {};
        return;
      }
      const { id, outputs, children = [] } = made;
      const computed = encodeProperties(outputs);
      for (const child of children) this.#add(childEntry(registration, child));
      if (registration.kind === "custom") entry.id = id;
      entry.outputs = registration.kind === "remote" ? computed : { ...inputs, ...computed };
    } catch (cause) {
      throw this.#fail(registration, cause);
    }
  }

  async #review(entry: Entry): Promise<void> {
    const { review } = this.#options;
    if (review === undefined) return;
    const { registration } = entry;
    try {
      const provider = providerOf(registration, this.#entries);
      const inputs = await review(registration, provider && registered(provider));
      if (inputs === undefined) return;
      entry.registration = { ...registration, inputs };
      entry.outputs = encodeProperties(inputs);
    } catch (cause) {
      throw this.#fail(registration, cause);
    }
  }

  #add(entry: Entry): void {
    const { urn } = entry.registration;
    if (this.#entries.has(urn))
      throw this.#fail(entry.registration, new Error(`another resource has the same URN ${urn}; rename one`));
    this.#entries.set(urn, entry);
  }

  #fail(registration: Registration, cause: unknown): ResourceFailure {
    const failure = new ResourceFailure(registration, cause);
    this.#options.onFailure(failure);
    return failure;
  }

  #waitsForCreation(urns: readonly string[]): boolean {
    return urns.some((urn) => {
      const entry = this.#entries.get(urn);
      return entry !== undefined && entry.registration.kind !== "component" && entry.id === undefined;
    });
  }
}

function toStruct(wire: WireMap): structMessages.Struct {
  // JSON may nest deeper than the type of fromJavaScript says.
  return structMessages.Struct.fromJavaScript(wire as Record<string, structMessages.JavaScriptValue>);
}
