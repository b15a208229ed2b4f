import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/resource_pb.js";
import type structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { decodeProperties } from "../protocol/decode-properties.ts";
import { clientOptions } from "../protocol/grpc-server.ts";
import type { PropertyMap } from "../protocol/property.ts";
import { fromStruct } from "../protocol/struct.ts";

/** The resource monitor of Pulumi's engine. */
export class MonitorClient {
  readonly #client: services.ResourceMonitorClient;

  /** @param address `127.0.0.1:<port>` */
  constructor(address: string) {
    this.#client = new services.ResourceMonitorClient(
      address,
      grpc.credentials.createInsecure(),
      clientOptions,
    );
  }

  /** The id is "" for components, and in a preview for what does not exist yet. */
  async register(
    request: proto.RegisterResourceRequest,
  ): Promise<{ readonly urn: string; readonly id: string; readonly properties: PropertyMap }> {
    request
      .setAcceptsecrets(true)
      .setAcceptresources(true)
      .setSupportspartialvalues(true)
      .setAliasspecs(true);
    const response = await new Promise<proto.RegisterResourceResponse>((resolve, reject) => {
      this.#client.registerResource(request, (error, answer) =>
        error === null ? resolve(answer) : reject(error),
      );
    });
    const { properties } = decodeProperties(fromStruct(response.getObject()));
    return { urn: response.getUrn(), id: response.getId(), properties };
  }

  async registerOutputs(urn: string, outputs: structMessages.Struct): Promise<void> {
    const request = new proto.RegisterResourceOutputsRequest().setUrn(urn).setOutputs(outputs);
    await new Promise<void>((resolve, reject) => {
      this.#client.registerResourceOutputs(request, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  close(): void {
    this.#client.close();
  }
}
