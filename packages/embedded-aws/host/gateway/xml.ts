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
};

function xmlElement(name: string, value: XmlValue): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((one) => xmlElement(name, one)).join("");
  return `<${name}>${typeof value === "object" ? xmlChildren(value) : escapeXml(String(value))}</${name}>`;
}

export function xmlDocument(
  root: string,
  value: { readonly [element: string]: XmlValue } | string,
  namespace?: string,
) {
  const attribute = namespace === undefined ? "" : ` xmlns="${namespace}"`;
  const content = typeof value === "string" ? escapeXml(value) : xmlChildren(value);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${content}</${root}>`;
}

/** The form of query services: without a declaration, an element a line, two spaces for each level. */
export function indentedXml(
  root: string,
  value: { readonly [element: string]: XmlValue },
  namespace?: string,
): string {
  const attribute = namespace === undefined ? "" : ` xmlns="${namespace}"`;
  return `<${root}${attribute}>\n${indentedChildren(value, "  ")}</${root}>\n`;
}

function indentedChildren(value: object, indent: string): string {
  return Object.entries(value)
    .map(([name, child]) => indentedElement(name, child, indent))
    .join("");
}

function indentedElement(name: string, value: XmlValue, indent: string): string {
  if (Array.isArray(value)) return value.map((one) => indentedElement(name, one, indent)).join("");
  if (typeof value !== "object") return value === undefined ? "" : `${indent}${xmlElement(name, value)}\n`;
  const children = indentedChildren(value, `${indent}  `);
  return `${indent}${children === "" ? `<${name}/>` : `<${name}>\n${children}${indent}</${name}>`}\n`;
}

function xmlChildren(value: object): string {
  return Object.entries(value)
    .map(([name, child]) => xmlElement(name, child))
    .join("");
}

/** AWS writes a character that XML cannot hold by its number, too, and most parsers read that. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"]|[^\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, (character) => {
    return entities[character] ?? `&#x${character.charCodeAt(0).toString(16)};`;
  });
}
