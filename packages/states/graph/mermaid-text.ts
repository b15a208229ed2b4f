/**
 * What Mermaid would read as something else than text, in a quoted label: it looks for quotes, entities, HTML, Markdown,
 * directives, icons (`fa:fa-…`), formulas (`$$`) and links. Only what is safe everywhere stays as it is.
 */
const special =
  /["#%&*;<>@[\\\]^_`{|}~]|[\p{Cc}\p{Cf}]|:(?![ a-z])|:(?=fa)|\$(?=\$)|(?<=www)\.|^[-+=.]+|(?<=^\d+)[.)]/giu;

/** Before it parses, Mermaid takes the last semicolon, thus an entity's, from lines like `style…:…#…;`, quoted or not. */
const styling = /style|classdef/i;

/** The lines of a label for between its quotes; line breaks and runs of spaces in them become one space. */
export function mermaidText(...lines: readonly string[]): string {
  const text = lines.map(escapeLine).join("<br/>");
  return styling.test(text) ? text.replaceAll(":", entity(":")) : text;
}

function escapeLine(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim().toWellFormed();
  if (line === "") return entity("\u00a0");
  return line.replace(special, (found) => [...found].map(entity).join(""));
}

/** Mermaid's entities are HTML's without the ampersand. */
const entity = (character: string) => `#${character.codePointAt(0)};`;
