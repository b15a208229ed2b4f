/** JSON of Pulumi's protocol. Objects with `signatureKey` stand for values that JSON lacks. */
export type Wire = null | boolean | number | string | readonly Wire[] | WireMap;
export interface WireMap {
  readonly [name: string]: Wire;
}

/** Constants of the protocol (@pulumi/pulumi/runtime/rpc.js). */
export const signatureKey = "4dabf18193072939515e22adb298388d";

export const signatures = {
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** A value that is not known yet. */
export const unknownSentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isWireMap(wire: Wire | undefined): wire is WireMap {
  return typeof wire === "object" && wire !== null && !Array.isArray(wire);
}
