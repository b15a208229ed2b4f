import grpc from "@grpc/grpc-js";
import callbackServices from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import callbackMessages from "@pulumi/pulumi/proto/callback_pb.js";
import proto from "@pulumi/pulumi/proto/resource_pb.js";
import type { HookEvent, ResourceHook } from "../registrations/resource-hook.ts";
import { encodeProperties } from "./encode-properties.ts";
import { clientOptions } from "./grpc-server.ts";
import type { PropertyMap } from "./property.ts";
import { toStruct } from "./struct.ts";

/** A hook that the program serves. */
export function programHook(request: proto.RegisterResourceHookRequest): ResourceHook {
  const callback = request.getCallback();
  const [target = "", token = ""] = [callback?.getTarget(), callback?.getToken()];
  return {
    name: request.getName(),
    onDryRun: request.getOnDryRun(),
    ignoreErrors: request.getIgnoreErrors(),
    async call(event) {
      const answer = await invoke(target, token, hookRequest(event).serializeBinary());
      const error = proto.ResourceHookResponse.deserializeBinary(answer).getError();
      if (error !== "") throw new Error(error);
    },
  };
}

function hookRequest({ old, next, result }: HookEvent): proto.ResourceHookRequest {
  const resource = result ?? next ?? old;
  const request = new proto.ResourceHookRequest()
    .setUrn(resource?.urn ?? "")
    .setId(result?.id ?? old?.id ?? "")
    .setName(resource?.name ?? "")
    .setType(resource?.type ?? "");
  const struct = (properties: PropertyMap, secrets: readonly string[]) =>
    toStruct(encodeProperties(properties, secrets));
  if (next !== undefined) request.setNewInputs(struct(next.inputs, next.secretInputs));
  if (old !== undefined)
    request
      .setOldInputs(struct(old.inputs, old.secretInputs))
      .setOldOutputs(struct(old.outputs, old.secretOutputs));
  if (result !== undefined) request.setNewOutputs(struct(result.outputs, result.secretOutputs));
  return request;
}

async function invoke(target: string, token: string, request: Uint8Array): Promise<Uint8Array> {
  const client = new callbackServices.CallbacksClient(
    target,
    grpc.credentials.createInsecure(),
    clientOptions,
  );
  const message = new callbackMessages.CallbackInvokeRequest().setToken(token).setRequest(request);
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      client.invoke(message, (error, answer) =>
        error === null ? resolve(answer.getResponse_asU8()) : reject(error),
      );
    });
  } finally {
    client.close();
  }
}
