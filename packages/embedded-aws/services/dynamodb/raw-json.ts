/** JSON that an answer has as it is, in UTF-8. */
export class RawJson {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** An answer as JSON. Its raw parts are at most three levels deep, and are not parsed. */
export function encoded(answer: object): Buffer {
  const parts: Uint8Array[] = [];
  encode(answer, parts, 3);
  return parts.length === 1 && parts[0] ? Buffer.from(parts[0]) : Buffer.concat(parts);
}

function encode(value: unknown, parts: Uint8Array[], levels: number): void {
  if (value instanceof RawJson) parts.push(value.bytes);
  else if (levels > 0 && Array.isArray(value)) {
    parts.push(Buffer.from("["));
    for (const [index, element] of value.entries()) {
      if (index > 0) parts.push(comma);
      encode(element, parts, levels - 1);
    }
    parts.push(Buffer.from("]"));
  } else if (levels > 0 && typeof value === "object" && value !== null) {
    let start = "{";
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      parts.push(Buffer.from(`${start}${JSON.stringify(name)}:`));
      encode(member, parts, levels - 1);
      start = ",";
    }
    parts.push(Buffer.from(start === "{" ? "{}" : "}"));
  } else parts.push(Buffer.from(JSON.stringify(value)));
}

const comma = Buffer.from(",");
