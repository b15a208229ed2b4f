/** A parsed JSON document from a resource's properties, so that its values can be changed. */
class OpenDocument {
  readonly content: unknown;
  constructor(content: unknown) {
    this.content = content;
  }
}

/** A place of a value in properties. */
export interface Place {
  readonly holder: object;
  readonly key: string | number;
  /** Whether it is in a JSON document. */
  readonly inDocument: boolean;
}

/** A copy with all JSON documents parsed. */
export function opened(value: unknown): unknown {
  if (typeof value === "string") {
    const content = contentOf(value);
    return content === undefined ? value : new OpenDocument(opened(content));
  }
  return mapped(value, opened);
}

/** The properties with documents as text again. A document with an unknown value is unknown as a whole. */
export function closed(value: unknown, unknown: string): unknown {
  if (!(value instanceof OpenDocument)) return mapped(value, (inner) => closed(inner, unknown));
  const text = JSON.stringify(closed(value.content, unknown));
  return text.includes(unknown) ? unknown : text;
}

/** Every place in opened properties. */
export function placesIn(value: unknown, inDocument = false): Place[] {
  if (value instanceof OpenDocument) return placesIn(value.content, true);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    { holder: value, key, inDocument },
    ...placesIn(inner, inDocument),
  ]);
}

function contentOf(text: string): object | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? content : undefined;
  } catch {
    return undefined;
  }
}

function mapped(value: unknown, each: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(each);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, each(inner)]));
}
