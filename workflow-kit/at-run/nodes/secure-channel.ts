import type { ConnectionOptions, TlsOptions } from "node:tls";

/** The secret of the nodes of one attempt. */
export interface SharedKey {
  /** The attempt's name; see `outputAttempt`. */
  readonly identity: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
}

/** TLS with a pre-shared key (RFC 4279) and forward secrecy. The handshake fails without the key; certificates are not needed. */
const protocol = {
  ciphers: "ECDHE-PSK-CHACHA20-POLY1305",
  minVersion: "TLSv1.2",
  maxVersion: "TLSv1.2",
} as const;

/** The main node's side of the connection. @example const server = createServer(serverOptions(newKey(node))); */
export function serverOptions({ identity, key }: SharedKey): TlsOptions {
  return {
    ...protocol,
    handshakeTimeout: 10_000,
    pskCallback: (_socket, asked) => (asked === identity ? key : null),
  };
}

/** Another node's side of the connection. @example const socket = connect({ host, port, ...clientOptions(shared) }); */
export function clientOptions({ identity, key }: SharedKey): ConnectionOptions {
  return {
    ...protocol,
    pskCallback: () => ({ psk: key, identity }),
    // The key proves the identity, so there is nothing to check.
    checkServerIdentity: () => undefined,
  };
}
