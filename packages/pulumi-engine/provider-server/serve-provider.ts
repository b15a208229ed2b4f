import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { startGrpcServer } from "../protocol/grpc-server.ts";
import { configurationHandlers } from "./configuration-handlers.ts";
import { construct } from "./construct.ts";
import { handler } from "./handler.ts";
import { invoke } from "./invoke.ts";
import { resourceHandlers } from "./resource-handlers.ts";
import type { ServedProvider } from "./served-provider.ts";

export interface ProviderServer {
  /** On 127.0.0.1. For Pulumi: `PULUMI_DEBUG_PROVIDERS=<name>:<port>`. */
  readonly port: number;
  stop(): void;
}

/**
 * Serves a provider over Pulumi's provider protocol, to any number of `pulumi` commands. They attach by `PULUMI_DEBUG_PROVIDERS`.
 * @example
 * const server = await serveProvider({ name: "aws", version: "7.48.0", provider, functions: () => undefined });
 * process.env.PULUMI_DEBUG_PROVIDERS = `aws:${server.port}`;
 */
export function serveProvider(served: ServedProvider): Promise<ProviderServer> {
  const { provider, functions } = served;
  return startGrpcServer([
    [
      services.ResourceProviderService,
      {
        ...configurationHandlers(served),
        ...resourceHandlers(provider),
        construct: handler(construct(provider)),
        invoke: handler(invoke(functions)),
      },
    ],
  ]);
}
