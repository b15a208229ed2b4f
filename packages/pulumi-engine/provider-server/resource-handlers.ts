import type grpc from "@grpc/grpc-js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import type structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { decodeProperties } from "../protocol/decode-properties.ts";
import { fromStruct } from "../protocol/struct.ts";
import { difference, outputsAfterUpdate, visible } from "../registrations/difference.ts";
import type { Autoname, ExistingResource, Provider } from "../registrations/provider.ts";
import { type RegisteredOptions, type Registration, withoutOptions } from "../registrations/registration.ts";
import { typeAndName } from "../registrations/urn.ts";
import { handler } from "./handler.ts";
import { checkFailures, diffResponse, secretStruct } from "./messages.ts";

/** The life of custom resources. */
export function resourceHandlers(provider: Provider): grpc.UntypedServiceImplementation {
  return {
    check: handler(async (request: proto.CheckRequest) => {
      const resource = registration(request, request.getNews());
      const { properties: old } = decodeProperties(fromStruct(request.getOlds()));
      const autoname = readAutoname(request.getAutonaming());
      const { inputs, failures } = (await provider.check?.(resource, {
        // Pulumi's engine sends no olds for a new resource, and cannot tell them from empty ones.
        ...(Object.keys(old).length === 0 ? {} : { old }),
        ...(autoname === undefined ? {} : { autoname }),
        seed: request.getRandomseed_asU8(),
      })) ?? { inputs: resource.inputs };
      return new proto.CheckResponse()
        .setInputs(secretStruct(inputs, resource.secretInputs))
        .setFailuresList(checkFailures(failures));
    }),

    diff: handler(async (request: proto.DiffRequest) => {
      const resource = registration(request, request.getNews());
      const existing = existingResource(request, request.getOldInputs(), request.getOlds());
      const found = await difference(provider, resource, existing);
      return diffResponse(existing.inputs, resource.inputs, found);
    }),

    create: handler(async (request: proto.CreateRequest) => {
      const resource = registration(request, request.getProperties());
      const response = new proto.CreateResponse();
      // Absent outputs are unknown in a preview.
      if (request.getPreview())
        return response.setProperties(secretStruct(visible(resource.inputs), resource.secretInputs));
      const created = await provider.create(resource);
      if (created === undefined) throw new Error("the provider did not create the resource");
      const outputs = { ...visible(resource.inputs), ...created.outputs };
      return response.setId(created.id).setProperties(secretStruct(outputs, resource.secretInputs));
    }),

    read: handler(async (request: proto.ReadRequest) => {
      const given = registration(request, request.getInputs() ?? request.getProperties());
      const response = new proto.ReadResponse();
      const id = request.getId();
      const found =
        provider.read === undefined ? { id, outputs: {} } : await provider.read({ ...given, readId: id });
      // Without an id: there is no such resource.
      if (found === undefined) return response;
      const { inputs = given.inputs } = found;
      return response
        .setId(found.id)
        .setInputs(secretStruct(inputs, given.secretInputs))
        .setProperties(secretStruct({ ...visible(inputs), ...found.outputs }, given.secretInputs));
    }),

    update: handler(async (request: proto.UpdateRequest) => {
      const resource = {
        ...registration(request, request.getNews()),
        options: timeouts("update", request.getTimeout()),
      };
      const existing = existingResource(request, request.getOldInputs(), request.getOlds());
      const outputs = request.getPreview()
        ? outputsAfterUpdate(existing, resource.inputs, await difference(provider, resource, existing))
        : await update(provider, resource, existing);
      return new proto.UpdateResponse().setProperties(secretStruct(outputs, resource.secretInputs));
    }),

    delete: handler(async (request: proto.DeleteRequest) => {
      const existing = existingResource(request, request.getOldInputs(), request.getProperties());
      await provider.delete?.({ ...existing, options: timeouts("delete", request.getTimeout()) });
      return new emptyMessages.Empty();
    }),
  };
}

async function update(provider: Provider, resource: Registration, existing: ExistingResource) {
  if (provider.update === undefined) throw new Error("the provider updates no resources");
  const { outputs } = await provider.update(resource, existing);
  return { ...visible(resource.inputs), ...outputs };
}

/** `seconds` is 0 unless the program sets customTimeouts. */
function timeouts(change: "update" | "delete", seconds: number): RegisteredOptions {
  return seconds > 0 ? { customTimeouts: { [change]: `${seconds}s` } } : {};
}

type Struct = structMessages.Struct | undefined;

function registration(request: { getUrn(): string }, inputs: Struct): Registration {
  const urn = request.getUrn();
  const { properties, secrets } = decodeProperties(fromStruct(inputs));
  return {
    ...withoutOptions,
    ...{ urn, ...typeAndName(urn), kind: "custom", inputs: properties, secretInputs: secrets },
  };
}

function existingResource(
  request: { getUrn(): string; getId(): string },
  inputs: Struct,
  outputs: Struct,
): ExistingResource {
  return {
    ...registration(request, inputs),
    id: request.getId(),
    outputs: decodeProperties(fromStruct(outputs)).properties,
  };
}

const { Mode } = proto.CheckRequest.AutonamingOptions;
const modes = { [Mode.PROPOSE]: "propose", [Mode.ENFORCE]: "enforce", [Mode.DISABLE]: "disabled" } as const;

function readAutoname(options: proto.CheckRequest.AutonamingOptions | undefined): Autoname | undefined {
  if (options === undefined) return undefined;
  const mode = modes[options.getMode()];
  return mode === "disabled" ? { mode } : { mode, name: options.getProposedName() };
}
