import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/*
 * Pulumi's passphrase secrets, so that Pulumi can read a state file of ours:
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/config/crypt.go
 */
const iterations = 1_000_000;
const keyBytes = 32;
const saltBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;
const verification = "pulumi";

/** Encrypts and decrypts the secrets of one state. */
export interface Crypter {
  /** What the state file keeps, to recognise the passphrase. */
  readonly salt: string;
  encrypt(text: string): string;
  decrypt(ciphertext: string): string;
}

/** A crypter with a new salt. Deriving its key takes a third of a second. */
export function newCrypter(passphrase: string): Crypter {
  const salt = randomBytes(saltBytes);
  const key = deriveKey(passphrase, salt);
  return crypter(key, `v1:${salt.toString("base64")}:${encrypt(key, verification)}`);
}

/** The crypter of an existing state. Undefined: it has another passphrase, or a format that is not Pulumi's. */
export function crypterOf(passphrase: string, salt: string): Crypter | undefined {
  const [version, encoded, ...rest] = salt.split(":");
  if (version !== "v1" || encoded === undefined) return undefined;
  const key = deriveKey(passphrase, Buffer.from(encoded, "base64"));
  try {
    return decrypt(key, rest.join(":")) === verification ? crypter(key, salt) : undefined;
  } catch {
    return undefined;
  }
}

function crypter(key: Buffer, salt: string): Crypter {
  return { salt, encrypt: (text) => encrypt(key, text), decrypt: (text) => decrypt(key, text) };
}

function deriveKey(passphrase: string, salt: Buffer): Buffer {
  return pbkdf2Sync(passphrase, salt, iterations, keyBytes, "sha256");
}

function encrypt(key: Buffer, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

function decrypt(key: Buffer, ciphertext: string): string {
  const [, nonce = "", sealed = ""] = ciphertext.split(":");
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString("utf8");
}
