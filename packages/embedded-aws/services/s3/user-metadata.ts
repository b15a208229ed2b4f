/** A header of user metadata as S3 returns it: ASCII as it is, other text in the form of RFC 2047. `raw` has a character a byte. */
export function returnedMetadata(raw: string): string {
  const text = decodedWord(raw) ?? Buffer.from(raw, "latin1").toString("utf8");
  return /^[\x20-\x7e\t]*$/.test(text) ? text : encodedWord(text);
}

/** The text of `=?UTF-8?Q?…?=` or `=?UTF-8?B?…?=`. Undefined for other texts. */
function decodedWord(raw: string): string | undefined {
  const [, form = "", content = ""] = /^=\?UTF-8\?([QB])\?([^?\s]*)\?=$/i.exec(raw) ?? [];
  if (form.toUpperCase() === "B") return Buffer.from(content, "base64").toString("utf8");
  if (form === "") return undefined;
  const bytes = content
    .replaceAll("_", " ")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Like Java's MimeUtility: quoted if most characters are ASCII, otherwise base64. */
function encodedWord(text: string): string {
  const plain = text.match(/[\x20-\x7e\r\n\t]/g)?.length ?? 0;
  if (plain <= text.length - plain) return `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`;
  const quoted = Buffer.from(text)
    .toString("latin1")
    .replace(/[^\x20-\x7e]|[=_?]/g, quotedByte);
  return `=?UTF-8?Q?${quoted.replaceAll(" ", "_")}?=`;
}

const quotedByte = (byte: string) => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
