import grpc from "@grpc/grpc-js";
import { unary } from "../protocol/grpc-server.ts";

/** Answers an error with its message. The state of the resource is known then: the call changed nothing. */
export function handler<I, O>(act: (request: I) => O | Promise<O>): grpc.handleUnaryCall<I, O> {
  return unary(act, grpc.status.FAILED_PRECONDITION);
}
