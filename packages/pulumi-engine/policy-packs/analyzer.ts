import grpc from "@grpc/grpc-js";
import analyzerServices from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type proto from "@pulumi/pulumi/proto/analyzer_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import { decodeProperties } from "../protocol/decode-properties.ts";
import type { PropertyMap } from "../protocol/property.ts";
import type { WireMap } from "../protocol/wire.ts";
import { providerOf, type RegisteredResource, type Registration } from "../registrations/registration.ts";
import {
  analyzeRequest,
  analyzeStackRequest,
  configureRequest,
  readLevel,
  readPolicyInfo,
  readSeverity,
} from "./analyzer-messages.ts";
import type { Finding, PolicyInfo, PolicySettings } from "./finding.ts";
import { startPolicyPack } from "./policy-pack-process.ts";

/** Asks a policy pack, with the data and in the order of Pulumi's engine. */
export interface Analyzer {
  readonly policies: readonly PolicyInfo[];
  /** Before a resource is created: remediates it, then checks the result. `inputs`: what remediation changed them to. */
  review(
    resource: Registration,
    provider: RegisteredResource | undefined,
  ): Promise<{ readonly findings: readonly Finding[]; readonly inputs?: PropertyMap }>;
  /** After all resources are created. */
  reviewStack(resources: readonly RegisteredResource[]): Promise<readonly Finding[]>;
  stop(): void;
}

/** The engine's own limit: a stack's resources travel in one message. */
const maxMessageBytes = 400 * 1024 * 1024;

/**
 * Starts a policy pack and configures it. A policy without `settings` keeps its defaults.
 * @throws {PolicyPackError} if the pack cannot be loaded
 * @example
 * const analyzer = await startAnalyzer({ pack: "/shop/policies", settings: {} });
 * const { findings } = await analyzer.review(bucket, undefined);
 * analyzer.stop();
 */
export async function startAnalyzer(of: {
  /** Absolute path of the folder with PulumiPolicy.yaml. */
  readonly pack: string;
  readonly settings: Readonly<Record<string, PolicySettings>>;
  readonly signal?: AbortSignal;
}): Promise<Analyzer> {
  const server = await startPolicyPack(of.pack, of.signal);
  const client = new analyzerServices.AnalyzerClient(server.address, grpc.credentials.createInsecure(), {
    // The pack is on this machine.
    "grpc.enable_http_proxy": 0,
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  const stop = () => {
    client.close();
    server.stop();
  };
  try {
    const empty = new emptyMessages.Empty();
    const info = await answer<proto.AnalyzerInfo>((done) => client.getAnalyzerInfo(empty, done));
    await answer((done) => client.configure(configureRequest(of.settings), done));
    const policies = info.getPoliciesList().map(readPolicyInfo);
    return { policies, ...reviews(client, policies), stop };
  } catch (cause) {
    stop();
    throw cause;
  }
}

function reviews(
  client: analyzerServices.AnalyzerClient,
  policies: readonly PolicyInfo[],
): Pick<Analyzer, "review" | "reviewStack"> {
  const descriptions = new Map(policies.map(({ name, description }) => [name, description]));
  const read = (diagnostic: proto.AnalyzeDiagnostic, urn: string | undefined): Finding => {
    const policy = diagnostic.getPolicyname();
    const unknown = unknownValue(diagnostic.getMessage());
    return {
      kind: unknown === undefined ? "violation" : "unchecked",
      policy,
      enforcement: readLevel(diagnostic.getEnforcementlevel()),
      ...readSeverity(diagnostic.getSeverity()),
      message: unknown ?? withoutDescription(diagnostic.getMessage(), descriptions.get(policy)),
      ...(urn === undefined ? {} : { urn }),
    };
  };
  return {
    async review(resource, provider) {
      const { urn } = resource;
      const findings: Finding[] = [];
      let { inputs } = resource;
      const remediations = await answer<proto.RemediateResponse>((done) =>
        client.remediate(analyzeRequest(resource, provider), done),
      );
      for (const remediation of remediations.getRemediationsList()) {
        const policy = remediation.getPolicyname();
        const problem = remediation.getDiagnostic();
        const changed = remediation.getProperties()?.toJavaScript() as WireMap | undefined;
        if (problem !== "") {
          const message = unknownValue(problem) ?? problem;
          findings.push({ policy, urn, kind: "unchecked", enforcement: "advisory", message });
        } else if (changed !== undefined) {
          const fixed = decodeProperties(changed).properties;
          const message = difference(inputs, fixed).join(", ");
          findings.push({ policy, urn, kind: "fixed", enforcement: "remediate", message });
          inputs = fixed;
        }
      }
      const checked = await answer<proto.AnalyzeResponse>((done) =>
        client.analyze(analyzeRequest({ ...resource, inputs }, provider), done),
      );
      findings.push(...checked.getDiagnosticsList().map((diagnostic) => read(diagnostic, urn)));
      return { findings, ...(inputs === resource.inputs ? {} : { inputs }) };
    },
    async reviewStack(resources) {
      const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
      const request = analyzeStackRequest(resources, (resource) => providerOf(resource, byUrn));
      const checked = await answer<proto.AnalyzeResponse>((done) => client.analyzeStack(request, done));
      return checked
        .getDiagnosticsList()
        .map((diagnostic) => read(diagnostic, byUrn.get(diagnostic.getUrn())?.urn));
    },
  };
}

/** The value that a policy read before it is known, from @pulumi/policy's message about it. */
function unknownValue(message: string): string | undefined {
  return /^can't run (?:policy|remediation) .* during preview: (.*)$/s.exec(message)?.[1];
}

/** @pulumi/policy puts a policy's description before each message. */
function withoutDescription(message: string, description: string | undefined): string {
  return description !== undefined && message.startsWith(`${description}\n`)
    ? message.slice(description.length + 1)
    : message;
}

/** Names of the properties that differ. */
function difference(before: PropertyMap, after: PropertyMap): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}

type Answered<T> = (error: grpc.ServiceError | null, response: T) => void;

function answer<T>(ask: (done: Answered<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}
