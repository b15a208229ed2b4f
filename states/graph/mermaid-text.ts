/**
 * What Mermaid would read as something else than text, in a quoted label: it looks for quotes, entities, HTML, Markdown,
 * directives, icons, formulas and links. Only what is safe everywhere stays as it is.
 */
const special =
  /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}\u200d\u2026\u2264\u2265 ?!.,:()/=+$'-]|:(?! )|\$(?=\$)|(?<=www)\.|^[-+=.]+|(?<=^\d+)[.)]/giu;

/** `text` for between the quotes of a label; line breaks and runs of spaces become one space. */
export function mermaidText(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim().toWellFormed();
  if (line === "") return entity(" ");
  return line.replace(special, (found) => [...found].map(entity).join(""));
}

/** Mermaid's entities are HTML's without the ampersand. */
const entity = (character: string) => `#${character === " " ? 160 : character.codePointAt(0)};`;
