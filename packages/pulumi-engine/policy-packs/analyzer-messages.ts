import { must } from "@batchline/diagnostics";
import analyzerMessages from "@pulumi/pulumi/proto/analyzer_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { encodeProperties } from "../protocol/encode-properties.ts";
import type { PropertyMap } from "../protocol/property.ts";
import type { WireMap } from "../protocol/wire.ts";
import { withoutReferences } from "../protocol/without-references.ts";
import type { RegisteredResource, Registration } from "../registrations/registration.ts";
import type { EnforcementLevel, PolicyInfo, PolicySettings, Severity } from "./finding.ts";

const { EnforcementLevel: Level, PolicySeverity } = analyzerMessages;

/** For resource policies: the inputs of one resource. */
export function analyzeRequest(
  resource: Registration,
  provider: RegisteredResource | undefined,
): analyzerMessages.AnalyzeRequest {
  const request = new analyzerMessages.AnalyzeRequest()
    .setUrn(resource.urn)
    .setType(resource.type)
    .setName(resource.name)
    .setProperties(struct(resource.inputs))
    .setOptions(options(resource));
  if (provider !== undefined) request.setProvider(providerMessage(provider));
  return request;
}

/** For stack policies: the outputs of all resources. */
export function analyzeStackRequest(
  resources: readonly RegisteredResource[],
  providerOf: (resource: Registration) => RegisteredResource | undefined,
): analyzerMessages.AnalyzeStackRequest {
  return new analyzerMessages.AnalyzeStackRequest().setResourcesList(
    resources.map((resource) => {
      const { parent = "" } = resource;
      const message = new analyzerMessages.AnalyzerResource()
        .setUrn(resource.urn)
        .setType(resource.type)
        .setName(resource.name)
        .setProperties(struct(resource.outputs))
        .setOptions(options(resource))
        .setParent(parent)
        .setDependenciesList([...resource.dependencies]);
      for (const [property, urns] of Object.entries(resource.propertyDependencies))
        message
          .getPropertydependenciesMap()
          .set(property, new analyzerMessages.AnalyzerPropertyDependencies().setUrnsList([...urns]));
      const provider = providerOf(resource);
      if (provider !== undefined) message.setProvider(providerMessage(provider));
      return message;
    }),
  );
}

export function configureRequest(
  settings: Readonly<Record<string, PolicySettings>>,
): analyzerMessages.ConfigureAnalyzerRequest {
  const request = new analyzerMessages.ConfigureAnalyzerRequest();
  for (const [name, { enforcementLevel, properties }] of Object.entries(settings))
    request
      .getPolicyconfigMap()
      .set(
        name,
        new analyzerMessages.PolicyConfig()
          .setEnforcementlevel(levels[enforcementLevel])
          .setProperties(
            structMessages.Struct.fromJavaScript(
              properties as Record<string, structMessages.JavaScriptValue>,
            ),
          ),
      );
  return request;
}

export function readPolicyInfo(info: analyzerMessages.PolicyInfo): PolicyInfo {
  return {
    name: info.getName(),
    displayName: info.getDisplayname(),
    description: info.getDescription(),
    enforcement: readLevel(info.getEnforcementlevel()),
    ...readSeverity(info.getSeverity()),
    remediation: info.getRemediationSteps(),
    url: info.getUrl(),
  };
}

const levels = {
  advisory: Level.ADVISORY,
  mandatory: Level.MANDATORY,
  remediate: Level.REMEDIATE,
  disabled: Level.DISABLED,
} as const satisfies Record<EnforcementLevel, analyzerMessages.EnforcementLevel>;

export function readLevel(level: analyzerMessages.EnforcementLevel): EnforcementLevel {
  const found = (Object.keys(levels) as EnforcementLevel[]).find((name) => levels[name] === level);
  return must(found, "the protocol has four enforcement levels");
}

const severities: Readonly<Record<number, Severity>> = {
  [PolicySeverity.POLICY_SEVERITY_LOW]: "low",
  [PolicySeverity.POLICY_SEVERITY_MEDIUM]: "medium",
  [PolicySeverity.POLICY_SEVERITY_HIGH]: "high",
  [PolicySeverity.POLICY_SEVERITY_CRITICAL]: "critical",
};

export function readSeverity(severity: analyzerMessages.PolicySeverity): { readonly severity?: Severity } {
  const known = severities[severity];
  return known === undefined ? {} : { severity: known };
}

function providerMessage(provider: RegisteredResource): analyzerMessages.AnalyzerProviderResource {
  return new analyzerMessages.AnalyzerProviderResource()
    .setUrn(provider.urn)
    .setType(provider.type)
    .setName(provider.name)
    .setProperties(struct(provider.inputs));
}

function options({ options, parent = "" }: Registration): analyzerMessages.AnalyzerResourceOptions {
  const { customTimeouts } = options;
  return new analyzerMessages.AnalyzerResourceOptions()
    .setProtect(options.protect ?? false)
    .setIgnorechangesList([...(options.ignoreChanges ?? [])])
    .setDeletebeforereplace(options.deleteBeforeReplace ?? false)
    .setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined)
    .setAdditionalsecretoutputsList([...(options.additionalSecretOutputs ?? [])])
    .setAliasesList((options.aliases ?? []).filter((alias) => typeof alias === "string"))
    .setParent(parent)
    .setCustomtimeouts(
      new analyzerMessages.AnalyzerResourceOptions.CustomTimeouts()
        .setCreate(seconds(customTimeouts?.create))
        .setUpdate(seconds(customTimeouts?.update))
        .setDelete(seconds(customTimeouts?.delete)),
    );
}

const secondsIn = { h: 3_600, m: 60, s: 1, ms: 0.001 };

/** `1h30m` → 5400. Absent: 0. */
function seconds(duration = ""): number {
  return [...duration.matchAll(/([\d.]+)(ms|h|m|s)/g)].reduce(
    (total, [, count, unit]) => total + Number(count) * secondsIn[unit as keyof typeof secondsIn],
    0,
  );
}

function struct(properties: PropertyMap): structMessages.Struct {
  const wire: WireMap = encodeProperties(withoutReferences(properties));
  return structMessages.Struct.fromJavaScript(wire as Record<string, structMessages.JavaScriptValue>);
}
