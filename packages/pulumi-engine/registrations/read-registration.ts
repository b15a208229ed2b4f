import type { Alias } from "@pulumi/pulumi/proto/alias_pb.js";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { readSourcePositions } from "../program/source-position.ts";
import { decodeProperties } from "../protocol/decode-properties.ts";
import { fromStruct } from "../protocol/struct.ts";
import type { Wire, WireMap } from "../protocol/wire.ts";
import {
  type AliasSpec,
  type HookBinding,
  type HookMoment,
  present,
  type RegisteredOptions,
  type Registration,
} from "./registration.ts";
import { makeUrn } from "./urn.ts";

/** Parts of URNs, and the root of source positions. */
export interface ProgramIdentity {
  readonly project: string;
  readonly stack: string;
  /** Absolute path of the folder with Pulumi.yaml. */
  readonly root: string;
}

/** Reads a request to register a resource. */
export function readRegistration(request: RegisterResourceRequest, of: ProgramIdentity): Registration {
  return {
    ...readCommon(request, of),
    kind: request.getCustom() ? "custom" : request.getRemote() ? "remote" : "component",
    propertyDependencies: readPropertyDependencies(request),
    options: readOptions(request),
    ...present({ providers: nonEmpty(Object.fromEntries(request.getProvidersMap().entries())) }),
  };
}

/** Reads a request to read an existing resource. */
export function readExisting(request: ReadResourceRequest, of: ProgramIdentity): Registration {
  return {
    ...readCommon(request, of),
    ...{ kind: "custom", readId: request.getId(), propertyDependencies: {}, options: {} },
  };
}

type ResourceRequest = RegisterResourceRequest | ReadResourceRequest;

function readCommon(request: ResourceRequest, of: ProgramIdentity) {
  const [parent, type, name] = [request.getParent(), request.getType(), request.getName()];
  const { properties, secrets } = decodeProperties(wireInputs(request));
  return {
    urn: makeUrn({ ...of, parent, type, name }),
    type,
    name,
    inputs: properties,
    secretInputs: secrets,
    dependencies: request.getDependenciesList().toSorted(),
    ...present({
      parent,
      provider: request.getProvider(),
      version: request.getVersion(),
      pluginDownloadUrl: request.getPlugindownloadurl(),
    }),
    ...readSourcePositions(request, of.root),
  };
}

/** The properties of a request, secrets still wrapped. */
export function wireInputs(request: ResourceRequest): WireMap {
  return fromStruct("getObject" in request ? request.getObject() : request.getProperties());
}

function readPropertyDependencies(request: RegisterResourceRequest): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...request.getPropertydependenciesMap().entries()]
      .map(([name, urns]) => [name, urns.getUrnsList().toSorted()] as const)
      .filter(([, urns]) => urns.length > 0),
  );
}

function readOptions(request: RegisterResourceRequest): RegisteredOptions {
  const timeouts = request.getCustomtimeouts();
  const trigger = request.getReplacementTrigger()?.toJavaScript() as Wire | undefined;
  const { value: replacementTrigger } = decodeProperties(
    trigger === undefined ? {} : { value: trigger },
  ).properties;
  return present({
    protect: request.hasProtect() ? request.getProtect() : undefined,
    ignoreChanges: nonEmpty(request.getIgnorechangesList()),
    replaceOnChanges: nonEmpty(request.getReplaceonchangesList()),
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    aliases: nonEmpty(readAliases(request)),
    customTimeouts: nonEmpty(
      present({
        create: timeouts?.getCreate(),
        update: timeouts?.getUpdate(),
        delete: timeouts?.getDelete(),
      }),
    ),
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deletedWith: request.getDeletedwith(),
    replaceWith: nonEmpty(request.getReplaceWithList().toSorted()),
    replacementTrigger,
    additionalSecretOutputs: nonEmpty(request.getAdditionalsecretoutputsList()),
    importId: request.getImportid(),
    hooks: nonEmpty(readHooks(request)),
  });
}

function readHooks(request: RegisterResourceRequest): HookBinding {
  const hooks = request.getHooks();
  const byMoment: Record<HookMoment, readonly string[] | undefined> = {
    BeforeCreate: hooks?.getBeforeCreateList(),
    AfterCreate: hooks?.getAfterCreateList(),
    BeforeUpdate: hooks?.getBeforeUpdateList(),
    AfterUpdate: hooks?.getAfterUpdateList(),
    BeforeDelete: hooks?.getBeforeDeleteList(),
    AfterDelete: hooks?.getAfterDeleteList(),
  };
  return Object.fromEntries(
    Object.entries(byMoment).flatMap(([moment, names = []]) => (names.length > 0 ? [[moment, names]] : [])),
  );
}

/** Without duplicates. The SDK names the parent of each alias, also an unchanged one. */
function readAliases(request: RegisterResourceRequest): (string | AliasSpec)[] {
  const aliases = request.getAliasesList().map((alias) => readAlias(alias, request.getParent()));
  return [...new Map(aliases.map((alias) => [JSON.stringify(alias), alias])).values()];
}

function readAlias(alias: Alias, parent: string): string | AliasSpec {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  return present({
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parent: spec.getParenturn() === parent ? undefined : spec.getParenturn(),
    noParent: spec.getNoparent() || undefined,
  });
}

/** A list or map, or undefined if it is empty. */
function nonEmpty<T extends object>(items: T): T | undefined {
  return Object.keys(items).length === 0 ? undefined : items;
}
