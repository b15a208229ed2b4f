import { must } from "@batchline/diagnostics";
import proto from "@pulumi/pulumi/proto/analyzer_pb.js";
import { encodeProperties } from "../protocol/encode-properties.ts";
import type { PropertyMap } from "../protocol/property.ts";
import { toStruct } from "../protocol/struct.ts";
import { withoutReferences } from "../protocol/without-references.ts";
import { durationSeconds } from "../registrations/duration.ts";
import type { RegisteredResource, Registration } from "../registrations/registration.ts";
import type { EnforcementLevel, PolicyInfo, PolicySettings, Severity } from "./finding.ts";

const { EnforcementLevel: Level, PolicySeverity } = proto;

/** For resource policies: the inputs of one resource. */
export function analyzeRequest(resource: Registration, provider: RegisteredResource | undefined) {
  return described(new proto.AnalyzeRequest(), resource, resource.inputs)
    .setOptions(options(resource))
    .setProvider(provider && providerMessage(provider));
}

/** For stack policies: the outputs of all resources. */
export function analyzeStackRequest(
  resources: readonly RegisteredResource[],
  providerOf: (resource: Registration) => RegisteredResource | undefined,
) {
  return new proto.AnalyzeStackRequest().setResourcesList(
    resources.map((resource) => {
      const { outputs, parent = "", dependencies, propertyDependencies } = resource;
      const provider = providerOf(resource);
      const message = described(new proto.AnalyzerResource(), resource, outputs)
        .setOptions(options(resource))
        .setProvider(provider && providerMessage(provider))
        .setParent(parent)
        .setDependenciesList([...dependencies]);
      for (const [property, urns] of Object.entries(propertyDependencies)) {
        const list = new proto.AnalyzerPropertyDependencies().setUrnsList([...urns]);
        message.getPropertydependenciesMap().set(property, list);
      }
      return message;
    }),
  );
}

export function configureRequest(settings: Readonly<Record<string, PolicySettings>>) {
  const request = new proto.ConfigureAnalyzerRequest();
  for (const [name, { enforcementLevel, properties }] of Object.entries(settings)) {
    const config = new proto.PolicyConfig().setEnforcementlevel(levels[enforcementLevel]);
    request.getPolicyconfigMap().set(name, config.setProperties(toStruct(properties)));
  }
  return request;
}

export function readPolicyInfo(info: proto.PolicyInfo): PolicyInfo {
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
} as const satisfies Record<EnforcementLevel, proto.EnforcementLevel>;

export function readLevel(level: proto.EnforcementLevel): EnforcementLevel {
  const found = (Object.keys(levels) as EnforcementLevel[]).find((name) => levels[name] === level);
  return must(found, "the protocol has four enforcement levels");
}

const severities: Readonly<Record<number, { readonly severity: Severity }>> = {
  [PolicySeverity.POLICY_SEVERITY_LOW]: { severity: "low" },
  [PolicySeverity.POLICY_SEVERITY_MEDIUM]: { severity: "medium" },
  [PolicySeverity.POLICY_SEVERITY_HIGH]: { severity: "high" },
  [PolicySeverity.POLICY_SEVERITY_CRITICAL]: { severity: "critical" },
};

/** No severity if the policy has none. */
export function readSeverity(severity: proto.PolicySeverity): { readonly severity?: Severity } {
  return severities[severity] ?? {};
}

function providerMessage(provider: RegisteredResource): proto.AnalyzerProviderResource {
  return described(new proto.AnalyzerProviderResource(), provider, provider.inputs);
}

type Describable = proto.AnalyzeRequest | proto.AnalyzerResource | proto.AnalyzerProviderResource;

function described<M extends Describable>(message: M, of: Registration, properties: PropertyMap): M {
  const struct = toStruct(encodeProperties(withoutReferences(properties)));
  message.setUrn(of.urn).setType(of.type).setName(of.name).setProperties(struct);
  return message;
}

function options({ options, parent = "" }: Registration): proto.AnalyzerResourceOptions {
  const { customTimeouts } = options;
  return new proto.AnalyzerResourceOptions()
    .setProtect(options.protect ?? false)
    .setIgnorechangesList([...(options.ignoreChanges ?? [])])
    .setDeletebeforereplace(options.deleteBeforeReplace ?? false)
    .setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined)
    .setAdditionalsecretoutputsList([...(options.additionalSecretOutputs ?? [])])
    .setAliasesList((options.aliases ?? []).filter((alias) => typeof alias === "string"))
    .setParent(parent)
    .setCustomtimeouts(
      new proto.AnalyzerResourceOptions.CustomTimeouts()
        .setCreate(durationSeconds(customTimeouts?.create))
        .setUpdate(durationSeconds(customTimeouts?.update))
        .setDelete(durationSeconds(customTimeouts?.delete)),
    );
}
