import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { decodeProperties } from "../protocol/decode-properties.ts";
import { encodeProperties } from "../protocol/encode-properties.ts";
import type { PropertyMap } from "../protocol/property.ts";
import { fromStruct, toStruct } from "../protocol/struct.ts";

/** The methods of the protocol. */
export const { ResourceProviderService: methods } = services;

/** Asks a provider's server as Pulumi's engine does. */
export class ProviderClient extends grpc.Client {
  constructor(port: number) {
    super(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), { "grpc.enable_http_proxy": 0 });
  }

  /** Rejects with a gRPC error. @example await client.ask(methods.check, new proto.CheckRequest()) */
  ask<I, O>(
    { path, requestSerialize, responseDeserialize }: grpc.MethodDefinition<I, O>,
    request: I,
  ): Promise<O> {
    return new Promise((resolve, reject) => {
      this.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) =>
        error === null && answer !== undefined ? resolve(answer) : reject(error),
      );
    });
  }
}

/** Properties as Pulumi's engine sends them. `secrets`: paths. */
export function struct(properties: PropertyMap, secrets: readonly string[] = []): structMessages.Struct {
  return toStruct(encodeProperties(properties, secrets));
}

/** The properties of an answer, and the paths of secrets. */
export function read(answered: structMessages.Struct | undefined) {
  return decodeProperties(fromStruct(answered));
}
