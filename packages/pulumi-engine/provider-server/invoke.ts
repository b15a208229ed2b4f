import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { UnsupportedRequestError } from "../error-codes.ts";
import { decodeProperties } from "../protocol/decode-properties.ts";
import { encodeProperties } from "../protocol/encode-properties.ts";
import { Unknown } from "../protocol/property.ts";
import { fromStruct, toStruct } from "../protocol/struct.ts";
import type { Functions } from "../registrations/provider.ts";

/** Calls a function of the provider. */
export function invoke(functions: Functions) {
  return async (request: proto.InvokeRequest): Promise<proto.InvokeResponse> => {
    const { properties, secrets } = decodeProperties(fromStruct(request.getArgs()));
    const token = request.getTok();
    const result = await functions(token, properties);
    if (result === undefined || result instanceof Unknown)
      throw new UnsupportedRequestError(
        "BL-E012",
        `the program calls the function ${token}, which this provider does not have`,
      );
    // What is computed of a secret is secret.
    const secretResults = secrets.length === 0 ? [] : Object.keys(result);
    return new proto.InvokeResponse().setReturn(toStruct(encodeProperties(result, secretResults)));
  };
}
