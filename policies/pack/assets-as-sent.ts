import { Secret } from "@pulumi/policy";
import deserialize from "@pulumi/policy/deserialize.js";
import { getSpecialProxyTarget, isSpecialProxy } from "@pulumi/policy/proxy.js";
import secret from "@pulumi/policy/secret.js";
import { asset } from "@pulumi/pulumi";
import rpc from "@pulumi/pulumi/runtime/rpc.js";
import { behindProxies } from "./behind-proxies.ts";

/** JSON of Pulumi's protocol. */
type Wire = null | boolean | number | string | readonly Wire[] | WireMap;
interface WireMap {
  readonly [name: string]: Wire;
}

/**
 * Lets remediations return each asset as Pulumi sent it. @pulumi/policy 1.21.0 would return an AssetArchive without its contents,
 * and fails at an asset with an empty text. Pulumi then ends the preview.
 * @example returnAssetsAsSent(); // before new PolicyPack(…)
 */
export function returnAssetsAsSent(): void {
  deserialize.deserializeProperties = (struct, keepSecrets) => {
    const properties = decodeMap(struct.toJavaScript() as WireMap, keepSecrets);
    return keepSecrets ? secret.secretsPreservingProxy(properties) : properties;
  };
}

/** Paths of archives that arrived without path, URL or files. */
export function* emptyArchives(properties: unknown, path = ""): Generator<string> {
  const value = behindProxies(properties);
  if (value instanceof Secret) yield* emptyArchives(value.value, path);
  else if (typeof value === "object" && value !== null) {
    const { [rpc.specialSigKey]: signature, path: file, uri, assets = {} } = value as Record<string, unknown>;
    const isEmpty = !file && !uri && Object.keys(assets as object).length === 0;
    if (signature === rpc.specialArchiveSig && isEmpty) yield path;
    for (const [name, inner] of Object.entries(value))
      yield* emptyArchives(inner, path === "" ? name : `${path}.${name}`);
  }
}

function decodeMap(wire: WireMap, keepSecrets: boolean): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wire).map(([name, value]) => [name, decode(value, keepSecrets)]));
}

function decode(wire: Wire, keepSecrets: boolean): unknown {
  if (isList(wire)) return wire.map((item) => decode(item, keepSecrets));
  if (!isMap(wire)) return wire;
  switch (wire[rpc.specialSigKey]) {
    case rpc.specialSecretSig: {
      const value = decode(wire.value ?? null, keepSecrets);
      return keepSecrets ? new Secret(value) : value;
    }
    case rpc.specialAssetSig:
    case rpc.specialArchiveSig:
      return decodeAsset(wire);
    default:
      return decodeMap(wire, keepSecrets);
  }
}

function decodeAsset(wire: WireMap): asset.Asset | asset.Archive {
  const isArchive = wire[rpc.specialSigKey] === rpc.specialArchiveSig;
  const { path, uri, text, assets } = wire;
  const decoded = () => {
    if (typeof path === "string" && path !== "")
      return isArchive ? new asset.FileArchive(path) : new asset.FileAsset(path);
    if (typeof uri === "string" && uri !== "")
      return isArchive ? new asset.RemoteArchive(uri) : new asset.RemoteAsset(uri);
    // Pulumi leaves an empty text out.
    if (!isArchive) return new asset.StringAsset(typeof text === "string" ? text : "");
    const parts = Object.entries(isMap(assets) ? assets : {});
    return new asset.AssetArchive(
      Object.fromEntries(parts.flatMap(([name, part]) => (isMap(part) ? [[name, decodeAsset(part)]] : []))),
    );
  };
  // The package writes what is behind a proxy.
  return Object.defineProperties(decoded(), {
    [isSpecialProxy]: { value: true },
    [getSpecialProxyTarget]: { value: wire },
  });
}

function isList(wire: Wire | undefined): wire is readonly Wire[] {
  return Array.isArray(wire);
}

function isMap(wire: Wire | undefined): wire is WireMap {
  return typeof wire === "object" && wire !== null && !isList(wire);
}
