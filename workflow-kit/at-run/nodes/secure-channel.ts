import type { ConnectionOptions, TlsOptions } from "node:tls";

/** What tells the nodes of one attempt from everybody else. */
export interface SharedKey {
  /** `<job id>/<attempt>` */
  readonly identity: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
}

/**
 * TLS by a key that both sides have (RFC 4279), with forward secrecy: whoever does not have it gets no further than the handshake, on
 * either side. Nothing needs a certificate.
 */
const protocol = {
  ciphers: "ECDHE-PSK-CHACHA20-POLY1305",
  minVersion: "TLSv1.2",
  maxVersion: "TLSv1.2",
} as const;

export function serverOptions({ identity, key }: SharedKey): TlsOptions {
  return {
    ...protocol,
    handshakeTimeout: 10_000,
    pskCallback: (_socket, asked) => (asked === identity ? key : null),
  };
}

export function clientOptions({ identity, key }: SharedKey): ConnectionOptions {
  return {
    ...protocol,
    pskCallback: () => ({ psk: key, identity }),
    // There is no certificate: the key has proved who it is.
    checkServerIdentity: () => undefined,
  };
}
