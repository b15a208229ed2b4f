import type grpc from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import resourceServices from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/resource_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import { UnsupportedRequestError } from "../error-codes.ts";
import { type Diagnostic, withoutColours } from "../program/diagnostic.ts";
import type { Monitor } from "../registrations/monitor.ts";
import { type GrpcServer, startGrpcServer, unary } from "./grpc-server.ts";

/** Supported features of the protocol. The SDK reports the others if a program needs them. */
const { ResourceMonitorFeature: feature } = proto;
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
  feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
];

interface Served {
  readonly monitor: Monitor;
  readonly project: string;
  readonly stack: string;
  readonly dryRun: boolean;
  readonly onLog: (diagnostic: Diagnostic) => void;
  /** Called when the program has registered everything. The program then waits, and answers its hooks. */
  readonly onRegistered: () => Promise<void>;
}

/** Serves ResourceMonitor and Engine to one program, on a free port of 127.0.0.1. */
export function startEngineServer(served: Served): Promise<GrpcServer> {
  return startGrpcServer([
    [resourceServices.ResourceMonitorService, monitorHandlers(served)],
    [engineServices.EngineService, engineHandlers(served.onLog)],
  ]);
}

function monitorHandlers(served: Served): grpc.UntypedServiceImplementation {
  const { monitor, project, stack, dryRun, onRegistered } = served;
  const empty = () => new emptyMessages.Empty();
  return {
    getDeploymentInfo: unary(() => {
      const info = new proto.DeploymentInfo();
      info.setProject(project).setStack(stack).setDryrun(dryRun).setSupportedfeaturesList(features);
      return info;
    }),
    supportsFeature: unary(() => new proto.SupportsFeatureResponse().setHassupport(false)),
    registerResource: unary((request: proto.RegisterResourceRequest) => monitor.register(request)),
    readResource: unary((request: proto.ReadResourceRequest) => monitor.read(request)),
    registerResourceOutputs: unary(async (request: proto.RegisterResourceOutputsRequest) => {
      await monitor.registerOutputs(request);
      return empty();
    }),
    invoke: unary((request: proto.ResourceInvokeRequest) => monitor.invoke(request)),
    registerPackage: unary((request: proto.RegisterPackageRequest) =>
      new proto.RegisterPackageResponse().setRef(`${request.getName()}@${request.getVersion()}`),
    ),
    registerResourceHook: unary((request: proto.RegisterResourceHookRequest) => {
      monitor.registerHook(request);
      return empty();
    }),
    signalAndWaitForShutdown: unary(async () => {
      await onRegistered();
      return empty();
    }),
    call: unsupported<proto.ResourceCallRequest>(
      (request) => `calls the method ${request.getTok()} of a resource`,
    ),
    existsResource: unsupported<proto.ExistsResourceRequest>(
      (request) => `asks whether a ${request.getType()} exists`,
    ),
    registerStackTransform: unsupported(() => "registers a stack transform"),
    registerStackInvokeTransform: unsupported(() => "registers an invoke transform"),
    registerErrorHook: unsupported(() => "registers an error hook"),
  };
}

function unsupported<I>(action: (request: I) => string): grpc.handleUnaryCall<I, never> {
  return unary((request: I) => {
    throw new UnsupportedRequestError(
      "BL-E012",
      `the program ${action(request)}, which needs Pulumi's own engine`,
    );
  });
}

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
