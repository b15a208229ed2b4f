import grpc from "@grpc/grpc-js";

/** The SDK's own limit (@pulumi/pulumi/runtime/settings.js). A program's assets travel inline. */
export const maxMessageBytes = 400 * 1024 * 1024;

/** For a client of a server on this machine: no proxy of the environment. */
export const clientOptions = {
  "grpc.max_receive_message_length": maxMessageBytes,
  "grpc.enable_http_proxy": 0,
};

export interface GrpcServer {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  readonly port: number;
  stop(): void;
}

type Service = readonly [definition: grpc.ServiceDefinition, handlers: grpc.UntypedServiceImplementation];

/** Serves on a free port of 127.0.0.1. Methods without a handler answer UNIMPLEMENTED. */
export async function startGrpcServer(services: readonly Service[]): Promise<GrpcServer> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": maxMessageBytes });
  for (const [definition, handlers] of services) server.addService(definition, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, port, stop: () => server.forceShutdown() };
}

/** A handler that answers with the result of `act`, or with its error's message. `code` is the status of an error. */
export function unary<I, O>(
  act: (request: I) => O | Promise<O>,
  code = grpc.status.UNKNOWN,
): grpc.handleUnaryCall<I, O> {
  return async (call, callback) => {
    try {
      callback(null, await act(call.request));
    } catch (cause) {
      const details = cause instanceof Error ? cause.message : String(cause);
      callback({ code, details });
    }
  };
}
