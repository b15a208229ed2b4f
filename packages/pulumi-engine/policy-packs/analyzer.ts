import grpc from "@grpc/grpc-js";
import analyzerServices from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type analyzerMessages from "@pulumi/pulumi/proto/analyzer_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import { decodeProperties, type WireMap } from "../protocol/decode-properties.ts";
import type { PropertyMap } from "../protocol/property.ts";
import { providerOf } from "../registrations/provider-reference.ts";
import type { RegisteredResource, Registration } from "../registrations/registration.ts";
import {
  analyzeRequest,
  analyzeStackRequest,
  configureRequest,
  readLevel,
  readPolicyInfo,
  readSeverity,
} from "./analyzer-messages.ts";
import type { Finding, PolicyInfo, PolicySettings } from "./finding.ts";
import { startAnalyzerProcess } from "./policy-pack-process.ts";

/** What asks a policy pack, in the order and with the data that Pulumi's engine uses. */
export interface Analyzer {
  readonly policies: readonly PolicyInfo[];
  /** Before a resource is made: first mends it, then judges what it is then. */
  review(
    resource: Registration,
    provider: RegisteredResource | undefined,
  ): Promise<{ readonly findings: readonly Finding[]; readonly inputs?: PropertyMap }>;
  /** After everything has been made. */
  reviewStack(resources: readonly RegisteredResource[]): Promise<readonly Finding[]>;
  stop(): void;
}

/** As the engine's own: a stack's resources travel in one message. */
const maxMessageBytes = 400 * 1024 * 1024;

/**
 * Starts a policy pack and configures it. `settings` has every policy that shall not have its own defaults. Throws
 * PolicyPackError when the pack cannot be loaded.
 */
export async function startAnalyzer(of: {
  /** Absolute path of the folder with PulumiPolicy.yaml. */
  readonly pack: string;
  readonly settings: Readonly<Record<string, PolicySettings>>;
  readonly signal?: AbortSignal;
}): Promise<Analyzer> {
  const server = await startAnalyzerProcess(of.pack, of.signal);
  const client = new analyzerServices.AnalyzerClient(server.address, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  const stop = () => {
    client.close();
    server.stop();
  };
  try {
    const info = await answer<analyzerMessages.AnalyzerInfo>((done) =>
      client.getAnalyzerInfo(new emptyMessages.Empty(), done),
    );
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
  const read = (diagnostic: analyzerMessages.AnalyzeDiagnostic, urn: string | undefined): Finding => {
    const policy = diagnostic.getPolicyname();
    const unjudged = unjudgedPart(diagnostic.getMessage());
    return {
      kind: unjudged === undefined ? "violation" : "unjudged",
      policy,
      enforcement: readLevel(diagnostic.getEnforcementlevel()),
      ...readSeverity(diagnostic.getSeverity()),
      message: unjudged ?? withoutDescription(diagnostic.getMessage(), descriptions.get(policy)),
      ...(urn === undefined ? {} : { urn }),
    };
  };
  return {
    async review(resource, provider) {
      const findings: Finding[] = [];
      let { inputs } = resource;
      const remediations = await answer<analyzerMessages.RemediateResponse>((done) =>
        client.remediate(analyzeRequest(resource, provider), done),
      );
      for (const remediation of remediations.getRemediationsList()) {
        const about = { policy: remediation.getPolicyname(), urn: resource.urn };
        const changed = remediation.getProperties()?.toJavaScript() as WireMap | undefined;
        const unjudged = remediation.getDiagnostic();
        if (unjudged !== "")
          findings.push({
            ...about,
            kind: "unjudged",
            enforcement: "advisory",
            message: unjudgedPart(unjudged) ?? unjudged,
          });
        else if (changed !== undefined) {
          const mended = decodeProperties(changed).properties;
          findings.push({
            ...about,
            kind: "mended",
            enforcement: "remediate",
            message: difference(inputs, mended).join(", "),
          });
          inputs = mended;
        }
      }
      const judged = await answer<analyzerMessages.AnalyzeResponse>((done) =>
        client.analyze(analyzeRequest({ ...resource, inputs }, provider), done),
      );
      findings.push(...judged.getDiagnosticsList().map((diagnostic) => read(diagnostic, resource.urn)));
      return { findings, ...(inputs === resource.inputs ? {} : { inputs }) };
    },
    async reviewStack(resources) {
      const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
      const request = analyzeStackRequest(resources, (resource) => providerOf(resource, byUrn));
      const judged = await answer<analyzerMessages.AnalyzeResponse>((done) =>
        client.analyzeStack(request, done),
      );
      return judged.getDiagnosticsList().map((diagnostic) => {
        const urn = diagnostic.getUrn();
        return read(diagnostic, byUrn.has(urn) ? urn : undefined);
      });
    },
  };
}

/** How @pulumi/policy says that a policy read a value that is not known yet. */
function unjudgedPart(message: string): string | undefined {
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

function answer<T>(
  ask: (done: (error: grpc.ServiceError | null, response: T) => void) => unknown,
): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}
