import type grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import { changedPaths } from "../protocol/compare-properties.ts";
import { decodeProperties } from "../protocol/decode-properties.ts";
import { fromStruct } from "../protocol/struct.ts";
import { handler } from "./handler.ts";
import { checkFailures, diffResponse } from "./messages.ts";
import type { ServedProvider } from "./served-provider.ts";

/** The start of a provider, and its configuration. */
export function configurationHandlers({
  name,
  version,
  checkConfig = () => [],
}: ServedProvider): grpc.UntypedServiceImplementation {
  const empty = handler(() => new emptyMessages.Empty());
  return {
    handshake: handler(() =>
      new proto.ProviderHandshakeResponse()
        .setAcceptSecrets(true)
        .setAcceptResources(true)
        .setSupportsAutonamingConfiguration(true),
    ),
    attach: empty,
    // Sent at the end of each command. The next one attaches again.
    cancel: empty,
    getPluginInfo: handler(() => new plugin.PluginInfo().setVersion(version)),
    getSchema: handler(() => new proto.GetSchemaResponse().setSchema(JSON.stringify({ name, version }))),
    checkConfig: handler((request: proto.CheckRequest) => {
      const { properties } = decodeProperties(fromStruct(request.getNews()));
      return new proto.CheckResponse()
        .setInputs(request.getNews())
        .setFailuresList(checkFailures(checkConfig(properties)));
    }),
    diffConfig: handler((request: proto.DiffRequest) => {
      const { properties: old } = decodeProperties(fromStruct(request.getOldInputs()));
      const { properties: current } = decodeProperties(fromStruct(request.getNews()));
      return diffResponse(old, current, { changed: changedPaths(old, current), replaces: [] });
    }),
    configure: handler(() =>
      new proto.ConfigureResponse()
        .setAcceptsecrets(true)
        .setAcceptresources(true)
        .setSupportspreview(true)
        .setSupportsAutonamingConfiguration(true),
    ),
  };
}
