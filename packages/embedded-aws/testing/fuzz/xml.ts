import type { Random } from "./random.ts";

const escaped: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;" };

/** A document, well-formed or not. */
export function xml(random: Random, root: string, content: unknown): string {
  const document = element(root, content);
  if (!random.chance(0.2)) return document;
  return random.one([
    () => `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><${root}>&b;</${root}>`,
    () => `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><${root}><Key>&x;</Key></${root}>`,
    () => `<${root}>${"<a>".repeat(random.below(200_000))}`,
    () => `<${root} ${random.times(5000, (index) => `a${index}="b"`).join(" ")}/>`,
    () => `<${root}>${"<Object><Key>a</Key></Object>".repeat(random.below(20_000))}</${root}>`,
    () =>
      `<${root}>${"<Part><PartNumber>1</PartNumber><ETag>a</ETag></Part>".repeat(random.below(10_001))}</${root}>`,
    () => `<${root}><![CDATA[${"]".repeat(100_000)}`,
    () => document.slice(0, random.below(document.length)),
    () => "",
  ]);
}

/** Deeper values are left out: the stack ends. The tags above are deeper. */
const deepest = 500;

function element(name: string, value: unknown, level = 0): string {
  if (level > deepest) return "";
  if (Array.isArray(value))
    return value.map((item) => element(name.replace(/s$/, ""), item, level + 1)).join("");
  if (typeof value !== "object" || value === null)
    return `<${name}>${String(value).replace(/[<>&]/g, (character) => String(escaped[character]))}</${name}>`;
  return `<${name}>${Object.entries(value)
    .map(([key, item]) => element(key, item, level + 1))
    .join("")}</${name}>`;
}
