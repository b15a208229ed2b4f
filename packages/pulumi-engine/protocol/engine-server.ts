import grpc from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import resourceServices from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resourceMessages from "@pulumi/pulumi/proto/resource_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import { type Diagnostic, withoutColours } from "../program/diagnostic.ts";
import type { Monitor } from "../registrations/monitor.ts";

/** Features of the protocol that the engine has; without the others the SDK says so when a program needs one. */
const { ResourceMonitorFeature: feature } = resourceMessages;
const features = [
  feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
  feature.RESOURCE_MONITOR_FEATURE_INVOKE_DEPENDS_ON,
];

/** The SDK's own limit (@pulumi/pulumi/runtime/settings.js): a program's assets travel inline. */
const maxMessageBytes = 400 * 1024 * 1024;

/** Serves ResourceMonitor and Engine to one program, on a free port of 127.0.0.1. */
export async function startEngineServer(to: {
  readonly monitor: Monitor;
  readonly project: string;
  readonly stack: string;
  readonly dryRun: boolean;
  readonly onLog: (diagnostic: Diagnostic) => void;
}): Promise<{ readonly address: string; stop(): void }> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": maxMessageBytes });
  server.addService(resourceServices.ResourceMonitorService, monitorHandlers(to));
  server.addService(engineServices.EngineService, engineHandlers(to.onLog));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

function monitorHandlers(to: {
  readonly monitor: Monitor;
  readonly project: string;
  readonly stack: string;
  readonly dryRun: boolean;
}): grpc.UntypedServiceImplementation {
  const { monitor } = to;
  const empty = () => new emptyMessages.Empty();
  return {
    getDeploymentInfo: unary(() => {
      const info = new resourceMessages.DeploymentInfo();
      info.setProject(to.project).setStack(to.stack).setDryrun(to.dryRun).setSupportedfeaturesList(features);
      return info;
    }),
    supportsFeature: unary(() => new resourceMessages.SupportsFeatureResponse().setHassupport(false)),
    registerResource: unary((request: resourceMessages.RegisterResourceRequest) => monitor.register(request)),
    readResource: unary((request: resourceMessages.ReadResourceRequest) => monitor.read(request)),
    registerResourceOutputs: unary((request: resourceMessages.RegisterResourceOutputsRequest) => {
      monitor.registerOutputs(request);
      return empty();
    }),
    invoke: unary((request: resourceMessages.ResourceInvokeRequest) => monitor.invoke(request)),
    registerPackage: unary((request: resourceMessages.RegisterPackageRequest) =>
      new resourceMessages.RegisterPackageResponse().setRef(`${request.getName()}@${request.getVersion()}`),
    ),
    signalAndWaitForShutdown: unary(empty),
    call: unary((request: resourceMessages.ResourceCallRequest) => {
      throw new Error(`the program calls the method ${request.getTok()} of a resource; ${notThere}`);
    }),
    existsResource: unary((request: resourceMessages.ExistsResourceRequest) => {
      throw new Error(`the program asks whether a ${request.getType()} exists; ${notThere}`);
    }),
    registerStackTransform: unary(() => {
      throw new Error(`the program registers a stack transform; ${notThere}`);
    }),
    registerStackInvokeTransform: unary(() => {
      throw new Error(`the program registers an invoke transform; ${notThere}`);
    }),
    registerResourceHook: unary(() => {
      throw new Error(`the program registers a resource hook; ${notThere}`);
    }),
    registerErrorHook: unary(() => {
      throw new Error(`the program registers an error hook; ${notThere}`);
    }),
  };
}

const notThere = "the embedded AWS has no such thing (docs/local.md)";

function engineHandlers(onLog: (diagnostic: Diagnostic) => void): grpc.UntypedServiceImplementation {
  let rootUrn = "";
  return {
    log: unary((request: engineMessages.LogRequest) => {
      const urn = request.getUrn();
      onLog({
        severity: severities[request.getSeverity()],
        message: withoutColours(request.getMessage()),
        ...(urn === "" ? {} : { urn }),
      });
      return new emptyMessages.Empty();
    }),
    getRootResource: unary(() => new engineMessages.GetRootResourceResponse().setUrn(rootUrn)),
    setRootResource: unary((request: engineMessages.SetRootResourceRequest) => {
      rootUrn = request.getUrn();
      return new engineMessages.SetRootResourceResponse();
    }),
    startDebugging: unary(() => new emptyMessages.Empty()),
    requirePulumiVersion: unary(() => new engineMessages.RequirePulumiVersionResponse()),
  };
}

const severities = {
  [engineMessages.LogSeverity.DEBUG]: "debug",
  [engineMessages.LogSeverity.INFO]: "info",
  [engineMessages.LogSeverity.WARNING]: "warning",
  [engineMessages.LogSeverity.ERROR]: "error",
} as const;

/** A handler that answers with what `act` returns, and with the message of what it throws. */
function unary<I, O>(act: (request: I) => O | Promise<O>): grpc.handleUnaryCall<I, O> {
  return async (call, callback) => {
    try {
      callback(null, await act(call.request));
    } catch (cause) {
      const details = cause instanceof Error ? cause.message : String(cause);
      callback({ code: grpc.status.UNKNOWN, details });
    }
  };
}
