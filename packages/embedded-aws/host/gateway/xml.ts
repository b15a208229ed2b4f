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

function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => entities[character] ?? character);
}
