import proto from "@pulumi/pulumi/proto/resource_pb.js";
import { UnsupportedRequestError } from "../error-codes.ts";
import { decodeProperties } from "../protocol/decode-properties.ts";
import { encodeProperties } from "../protocol/encode-properties.ts";
import { programHook } from "../protocol/program-hook.ts";
import { type PropertyMap, Unknown } from "../protocol/property.ts";
import { fromStruct, toStruct } from "../protocol/struct.ts";
import type { WireMap } from "../protocol/wire.ts";
import type { StateResource } from "../state/state-resource.ts";
import type { Functions } from "./provider.ts";
import { type ProgramIdentity, readExisting, readRegistration } from "./read-registration.ts";
import type { Registrar } from "./registrar.ts";
import { makeUrn, stackType } from "./urn.ts";

interface MonitorOptions extends ProgramIdentity {
  readonly deployment: Registrar;
  readonly functions?: Functions | undefined;
}

/** The resource monitor of Pulumi's protocol, without its transport: passes the program's registrations on. */
export class Monitor {
  readonly #options: MonitorOptions;

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  async register(request: proto.RegisterResourceRequest): Promise<proto.RegisterResourceResponse> {
    const registration = readRegistration(request, this.#options);
    const resource = await this.#options.deployment.register(registration);
    const response = new proto.RegisterResourceResponse().setUrn(resource.urn);
    if (resource.id !== undefined) response.setId(resource.id);
    // The program itself computes the outputs of its components.
    if (resource.kind === "component")
      return response.setObject(toStruct(encodeProperties(resource.inputs, resource.secretInputs)));
    return response.setObject(toStruct(outputsOf(resource)));
  }

  async read(request: proto.ReadResourceRequest): Promise<proto.ReadResourceResponse> {
    const resource = await this.#options.deployment.read(readExisting(request, this.#options));
    const response = new proto.ReadResourceResponse().setUrn(resource.urn);
    return response.setProperties(toStruct(outputsOf(resource)));
  }

  /** Sets the outputs of a component or the stack, after its children are registered. */
  async registerOutputs(request: proto.RegisterResourceOutputsRequest): Promise<void> {
    const { properties, secrets } = decodeProperties(fromStruct(request.getOutputs()));
    await this.#options.deployment.registerOutputs(request.getUrn(), properties, secrets);
  }

  /** The program serves the hook until the deployment has ended. */
  registerHook(request: proto.RegisterResourceHookRequest): void {
    this.#options.deployment.registerHook(programHook(request));
  }

  async invoke(request: proto.ResourceInvokeRequest): Promise<proto.ResourceInvokeResponse> {
    const response = new proto.ResourceInvokeResponse();
    const { deployment } = this.#options;
    if (request.getProvider() === "")
      await deployment.registerProviderOf(calledFunction(request, this.#options));
    if (deployment.registered.awaitsCreation(request.getDependsonList())) return response.setUnknown(true);
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
    const resource = this.#options.deployment.registered.get(urn);
    return { urn, id: resource.id ?? "", state: outputsOf(resource) };
  }
}

function calledFunction(request: proto.ResourceInvokeRequest, { project, stack }: ProgramIdentity) {
  const type = request.getTok();
  const version = request.getVersion();
  const pluginDownloadUrl = request.getPlugindownloadurl();
  return {
    ...{ type, urn: makeUrn({ project, stack, parent: "", type: stackType, name: `${project}-${stack}` }) },
    ...(version === "" ? {} : { version }),
    ...(pluginDownloadUrl === "" ? {} : { pluginDownloadUrl }),
  };
}

function outputsOf({ outputs, secretOutputs }: StateResource): WireMap {
  return encodeProperties(outputs, secretOutputs);
}
