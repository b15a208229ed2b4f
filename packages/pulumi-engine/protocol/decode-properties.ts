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
import { type PropertyMap, type PropertyValue, ResourceReference, unknown } from "./property.ts";
import { signatureKey, signatures, unknownSentinel } from "./wire.ts";

/** JSON as it travels, before its signatures are read. */
export type Wire = null | boolean | number | string | readonly Wire[] | { readonly [name: string]: Wire };
export type WireMap = { readonly [name: string]: Wire };

/** Plain data, and where in it the program had secrets. */
export interface Decoded {
  readonly properties: PropertyMap;
  /** Paths such as `environment.variables.TOKEN` or `items[0]`; sorted. */
  readonly secrets: readonly string[];
}

/** Reads a resource's properties, or a function's arguments, off the wire. */
export function decodeProperties(wire: WireMap): Decoded {
  const secrets: string[] = [];
  const properties = decodeMap(wire, "", secrets);
  return { properties, secrets: [...new Set(secrets)].sort() };
}

function decodeMap(wire: WireMap, path: string, secrets: string[]): PropertyMap {
  return Object.fromEntries(
    Object.entries(wire).map(([name, value]) => [
      name,
      decode(value, path === "" ? name : `${path}.${name}`, secrets),
    ]),
  );
}

function decode(wire: Wire, path: string, secrets: string[]): PropertyValue {
  if (wire === unknownSentinel) return unknown;
  if (wire === null || typeof wire !== "object") return wire;
  if (isList(wire)) return wire.map((item, index) => decode(item, `${path}[${index}]`, secrets));
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
      throw new Error(`${path}: a kind of value that the embedded engine does not know`);
  }
}

function decodeReference(wire: WireMap): ResourceReference {
  const { id } = wire;
  if (typeof id !== "string") return new ResourceReference(String(wire.urn));
  return new ResourceReference(String(wire.urn), id === "" || id === unknownSentinel ? unknown : id);
}

function decodeAsset(wire: WireMap, path: string): Asset {
  if (typeof wire.path === "string") return new FileAsset(wire.path);
  if (typeof wire.text === "string") return new StringAsset(wire.text);
  if (typeof wire.uri === "string") return new RemoteAsset(wire.uri);
  throw new Error(`${path}: an asset without path, text or uri`);
}

function decodeArchive(wire: WireMap, path: string): Archive {
  if (typeof wire.path === "string") return new FileArchive(wire.path);
  if (typeof wire.uri === "string") return new RemoteArchive(wire.uri);
  const parts = wire.assets;
  if (parts === null || typeof parts !== "object" || isList(parts))
    throw new Error(`${path}: an archive without path, uri or assets`);
  return new AssetArchive(
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, decodePart(part, path, name)])),
  );
}

function decodePart(part: Wire, path: string, name: string): Asset | Archive {
  const at = `${path}[${JSON.stringify(name)}]`;
  if (part !== null && typeof part === "object" && !isList(part)) {
    if (part[signatureKey] === signatures.asset) return decodeAsset(part, at);
    if (part[signatureKey] === signatures.archive) return decodeArchive(part, at);
  }
  throw new Error(`${at}: neither an asset nor an archive`);
}

function isList(wire: Wire): wire is readonly Wire[] {
  return Array.isArray(wire);
}
