import { AssetArchive, FileArchive, FileAsset, RemoteArchive, RemoteAsset, StringAsset } from "./assets.ts";
import { type PropertyMap, type PropertyValue, ResourceReference, Unknown } from "./property.ts";
import { signatureKey, signatures, unknownSentinel, type Wire, type WireMap } from "./wire.ts";

/** Encodes the properties that a provider or function returned. */
export function encodeProperties(properties: PropertyMap): WireMap {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, encode(value)]));
}

function encode(value: PropertyValue): Wire {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Unknown) return unknownSentinel;
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof ResourceReference) {
    const { urn, id } = value;
    return { [signatureKey]: signatures.resource, urn, ...(id === undefined ? {} : { id: encode(id) }) };
  }
  // The classes have the fields of the protocol.
  if (value instanceof StringAsset || value instanceof FileAsset || value instanceof RemoteAsset)
    return { [signatureKey]: signatures.asset, ...value };
  if (value instanceof FileArchive || value instanceof RemoteArchive)
    return { [signatureKey]: signatures.archive, ...value };
  if (value instanceof AssetArchive)
    return { [signatureKey]: signatures.archive, assets: encodeProperties(value.assets) };
  return encodeProperties(value as PropertyMap);
}
