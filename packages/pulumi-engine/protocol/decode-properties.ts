import { UnsupportedRequestError } from "../error-codes.ts";
import type { Archive, Asset } from "./assets.ts";
import { AssetArchive, FileArchive, FileAsset, RemoteArchive, RemoteAsset, StringAsset } from "./assets.ts";
import { type PropertyMap, type PropertyValue, ResourceReference, unknown } from "./property.ts";
import { memberPath } from "./property-path.ts";
import { isWireMap, signatureKey, signatures, unknownSentinel, type Wire, type WireMap } from "./wire.ts";

/**
 * Decodes a resource's properties or a function's arguments. `secrets`: sorted paths such as `environment.variables.TOKEN` or
 * `items[0]`.
 */
export function decodeProperties(wire: WireMap) {
  const secrets: string[] = [];
  const properties = decodeMap(wire, "", secrets);
  return { properties, secrets: [...new Set(secrets)].sort() };
}

function decodeMap(wire: WireMap, path: string, secrets: string[]): PropertyMap {
  return Object.fromEntries(
    Object.entries(wire).map(([name, value]) => [name, decode(value, memberPath(path, name), secrets)]),
  );
}

function decode(wire: Wire, path: string, secrets: string[]): PropertyValue {
  if (wire === unknownSentinel) return unknown;
  if (Array.isArray(wire)) return wire.map((item, index) => decode(item, memberPath(path, index), secrets));
  if (!isWireMap(wire)) return wire;
  switch (wire[signatureKey]) {
    case undefined:
      return decodeMap(wire, path, secrets);
    case signatures.secret:
      secrets.push(path);
      return decode(wire.value ?? null, path, secrets);
    case signatures.output:
      if (wire.secret === true) secrets.push(path);
      return wire.value === undefined ? unknown : decode(wire.value, path, secrets);
    case signatures.resource:
      return decodeReference(wire);
    case signatures.asset:
      return decodeAsset(wire, path);
    case signatures.archive:
      return decodeArchive(wire, path);
    default:
      throw new UnsupportedRequestError("BL-E013", `${path}: unknown kind of value in Pulumi's protocol`);
  }
}

function decodeReference(wire: WireMap): ResourceReference {
  const { id } = wire;
  if (typeof id !== "string") return new ResourceReference(String(wire.urn));
  return new ResourceReference(String(wire.urn), id === "" || id === unknownSentinel ? unknown : id);
}

function decodeAsset(wire: WireMap, path: string): Asset {
  const hash = hashOf(wire);
  if (typeof wire.path === "string") return new FileAsset(wire.path, hash);
  if (typeof wire.text === "string") return new StringAsset(wire.text, hash);
  if (typeof wire.uri === "string") return new RemoteAsset(wire.uri, hash);
  // An empty text, or Pulumi's engine left out the content.
  if (hash !== undefined) return new StringAsset("", hash);
  throw new UnsupportedRequestError("BL-E013", `${path}: an asset without path, text or uri`);
}

function decodeArchive(wire: WireMap, path: string): Archive {
  const hash = hashOf(wire);
  if (typeof wire.path === "string") return new FileArchive(wire.path, hash);
  if (typeof wire.uri === "string") return new RemoteArchive(wire.uri, hash);
  // Pulumi's engine left out the content.
  if (wire.assets === undefined && hash !== undefined) return new AssetArchive({}, hash);
  if (!isWireMap(wire.assets))
    throw new UnsupportedRequestError("BL-E013", `${path}: an archive without path, uri or assets`);
  const parts = Object.entries(wire.assets).map(
    ([name, part]) => [name, decodePart(part, `${path}[${JSON.stringify(name)}]`)] as const,
  );
  return new AssetArchive(Object.fromEntries(parts), hash);
}

/** Pulumi's engine sends a hash, its SDK none. */
function hashOf({ hash }: WireMap): string | undefined {
  return typeof hash === "string" && hash !== "" ? hash : undefined;
}

function decodePart(part: Wire, path: string): Asset | Archive {
  if (isWireMap(part)) {
    if (part[signatureKey] === signatures.asset) return decodeAsset(part, path);
    if (part[signatureKey] === signatures.archive) return decodeArchive(part, path);
  }
  throw new UnsupportedRequestError("BL-E013", `${path}: neither an asset nor an archive`);
}
