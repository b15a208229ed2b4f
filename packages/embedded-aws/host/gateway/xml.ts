/** The text of an XML element, or its children. A list repeats the element; undefined omits it. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | { readonly [element: string]: XmlValue }
  | readonly XmlValue[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
};

function xmlElement(name: string, value: XmlValue): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((one) => xmlElement(name, one)).join("");
  return `<${name}>${typeof value === "object" ? xmlChildren(value) : escapeXml(String(value))}</${name}>`;
}

export function xmlDocument(
  root: string,
  value: { readonly [element: string]: XmlValue },
  namespace?: string,
) {
  const attribute = namespace === undefined ? "" : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${xmlChildren(value)}</${root}>`;
}

function xmlChildren(value: object): string {
  return Object.entries(value)
    .map(([name, child]) => xmlElement(name, child))
    .join("");
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => entities[character] ?? character);
}
