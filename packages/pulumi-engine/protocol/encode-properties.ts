import { AssetArchive, FileArchive, isAsset, RemoteArchive } from "./assets.ts";
import { type PropertyMap, type PropertyValue, ResourceReference, Unknown } from "./property.ts";
import { memberPath } from "./property-path.ts";
import { signatureKey, signatures, unknownSentinel, type Wire, type WireMap } from "./wire.ts";

/** Encodes properties. Values at the paths `secrets` are wrapped as secrets. */
export function encodeProperties(properties: PropertyMap, secrets: readonly string[] = []): WireMap {
  return encodeMap(properties, "", new Set(secrets));
}

function encodeMap(properties: PropertyMap, path: string, secrets: ReadonlySet<string>): WireMap {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, encode(value, memberPath(path, name), secrets)]),
  );
}

function encode(value: PropertyValue, path: string, secrets: ReadonlySet<string>): Wire {
  const wire = encodePlain(value, path, secrets);
  return secrets.has(path) ? { [signatureKey]: signatures.secret, value: wire } : wire;
}

function encodePlain(value: PropertyValue, path: string, secrets: ReadonlySet<string>): Wire {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Unknown) return unknownSentinel;
  if (Array.isArray(value)) return value.map((item, index) => encode(item, memberPath(path, index), secrets));
  if (value instanceof ResourceReference) {
    const { urn, id } = value;
    const encodedId = id instanceof Unknown ? unknownSentinel : id;
    return {
      [signatureKey]: signatures.resource,
      urn,
      ...(encodedId === undefined ? {} : { id: encodedId }),
    };
  }
  // The classes have the fields of the protocol.
  if (value instanceof AssetArchive) {
    const { hash, assets } = value;
    // Pulumi's engine puts back what it left out, if the archive has no assets at all.
    if (hash !== undefined && Object.keys(assets).length === 0)
      return { [signatureKey]: signatures.archive, hash };
    return { [signatureKey]: signatures.archive, ...value, assets: encodeProperties(assets) };
  }
  if (value instanceof FileArchive || value instanceof RemoteArchive)
    return { [signatureKey]: signatures.archive, ...value };
  if (isAsset(value)) return { [signatureKey]: signatures.asset, ...value };
  return encodeMap(value as PropertyMap, path, secrets);
}
