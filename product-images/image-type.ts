/** The first bytes of images. Names and Content-Types of suppliers are often wrong. */
const signatures: readonly { readonly type: string; readonly at: number; readonly bytes: string }[] = [
  { type: "image/jpeg", at: 0, bytes: "\xff\xd8\xff" },
  { type: "image/png", at: 0, bytes: "\x89PNG\r\n\x1a\n" },
  { type: "image/gif", at: 0, bytes: "GIF8" },
  { type: "image/webp", at: 8, bytes: "WEBP" },
  { type: "image/avif", at: 4, bytes: "ftypavif" },
  { type: "image/tiff", at: 0, bytes: "II*\0" },
  { type: "image/tiff", at: 0, bytes: "MM\0*" },
];

/** The media type of an image that can be rescaled; undefined for other bytes. */
export function imageType(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  return signatures.find((signature) => start.startsWith(signature.bytes, signature.at))?.type;
}

/** Words for bytes that are not an image, for people. */
export function describeBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return "it is empty";
  const start = Buffer.from(bytes.subarray(0, 40)).toString("latin1");
  if (/^[\x20-\x7e\s]*$/.test(start)) {
    return `it is not an image but text that begins ${JSON.stringify(start)}`;
  }
  return `it is not an image that can be rescaled (its first bytes are ${Buffer.from(bytes.subarray(0, 8)).toString("hex")})`;
}
