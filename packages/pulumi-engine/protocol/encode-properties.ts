import {
  type Archive,
  type Asset,
  AssetArchive,
  FileArchive,
  FileAsset,
  RemoteArchive,
  RemoteAsset,
  StringAsset,
} from "./assets.ts";
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
  if (value instanceof ResourceReference)
    return {
      [signatureKey]: signatures.resource,
      urn: value.urn,
      ...(value.id === undefined ? {} : { id: value.id instanceof Unknown ? unknownSentinel : value.id }),
    };
  if (value instanceof StringAsset || value instanceof FileAsset || value instanceof RemoteAsset)
    return { [signatureKey]: signatures.asset, ...assetFields(value) };
  if (value instanceof FileArchive || value instanceof RemoteArchive || value instanceof AssetArchive)
    return { [signatureKey]: signatures.archive, ...archiveFields(value) };
  return encodeProperties(value as PropertyMap);
}

function assetFields(asset: Asset): WireMap {
  if (asset instanceof StringAsset) return { text: asset.text };
  if (asset instanceof FileAsset) return { path: asset.path };
  return { uri: asset.uri };
}

function archiveFields(archive: Archive): WireMap {
  if (archive instanceof FileArchive) return { path: archive.path };
  if (archive instanceof RemoteArchive) return { uri: archive.uri };
  return { assets: encodeProperties(archive.assets) };
}
