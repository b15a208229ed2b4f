/**
 * `node .ci/checks/plain-words.ts [folder …]`: reports words that the field does not use, and sentences of over 25 words,
 * in comments, messages and documents. CONTRIBUTING.md has the word list with what to write instead.
 */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { listFiles } from "./files.ts";
import { type Finding, report } from "./finding.ts";

const maxWords = 25;

/** What not to write → what to write. */
const words: readonly (readonly [RegExp, string])[] = [
  [/\bmend(s|ed|ing)?\b/i, "fix"],
  [/\b(tell|tells|telling|told) of\b/i, "report"],
  [/\bjudg(e|es|ed|ing|ement|ements)\b/i, "check"],
  [/\bwhom(ever)?\b|\bwhoever\b/i, "name the person or role"],
  [/\bfor (its|their|his|her) sake\b/i, "because of it"],
  [/\b(come|comes|came|coming) to (?!an end\b|the end\b)/i, "reach, become"],
  [/\bwhat there (is|are)\b/i, "name the thing"],
  [/\b(that|those) of which\b|\bof which (the|it|they|what|each|there)\b/i, "name the thing"],
  [/\bof what [a-z]+ (is|are|has|have)\b/i, "name the thing"],
  [
    /(?<!\bthere )\b(is|are|was|were) no (?!longer\b|more\b|such\b|other\b|need\b|way\b|one\b)[a-z]+/i,
    "is not a …",
  ],
  [/\b(has|have|had) not the\b/i, "lacks"],
  [/\b(is|are|be) (no|none of|not) [a-z ]*affair\b/i, "does not matter to"],
  [/\bbe told\b|\bis told\b|\bare told\b/i, "gets, receives"],
  [/\bput(s)? on record\b|\bis on record\b/i, "record"],
  [/\bwhat [a-z ]{1,30}\bwhat\b/i, "name both things"],
  [/\b(a|one) (bar|byte|chunk|file|line|result|row|tally)\s+an?\s/i, "one … per …"],
  [
    /\b(that|those)\s+of\s+(the|a|an|all|its|each)\b/i,
    "the noun again, or its genitive: the first problem's code",
  ],
];

/** Where a sentence ends. Abbreviations and file names do not end one. */
const sentenceEnd = /(?<!\b(?:e\.g|i\.e|etc|vs|No))[.!?]["')\]]*(?=\s|$)/g;

/** Reports the findings in one stretch of prose; `line` is where it starts, from 1. */
function checkProse(file: string, line: number, text: string, limit: boolean): Finding[] {
  const findings: Finding[] = [];
  for (const [pattern, instead] of words) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const at = line + text.slice(0, match.index).split("\n").length - 1;
    findings.push({ file, line: at, message: `"${match[0]}": write ${instead}` });
  }
  if (!limit) return findings;
  let start = 0;
  for (const end of [...text.matchAll(sentenceEnd), undefined]) {
    const sentence = text.slice(start, end?.index);
    const count = sentence
      .replace(/`[^`]*`/g, "x")
      .split(/\s+/)
      .filter((word) => /\w/.test(word)).length;
    if (count > maxWords) {
      const at = line + text.slice(0, start + sentence.search(/\S|$/)).split("\n").length - 1;
      const begin = sentence.trim().slice(0, 60).replaceAll("\n", " ");
      findings.push({
        file,
        line: at,
        message: `a sentence of ${count} words (at most ${maxWords}): ${begin}…`,
      });
    }
    start = (end?.index ?? 0) + (end?.[0].length ?? 0);
  }
  return findings;
}

/** Line breaks alone, so that later lines keep their numbers. */
const blank = (text: string) => text.replace(/[^\n]/g, "");

/** The prose of a comment, without its markers, code blocks and tags; line breaks stay, for the lines' numbers. */
function proseOf(comment: string): string {
  return comment
    .replace(/^\/\*\*?|\*\/$/g, "")
    .replace(/^\s*(\/\/|\*) ?/gm, "")
    .replace(/```[\s\S]*?```/g, blank)
    .replace(/^@example[\s\S]*$/m, blank)
    .replace(/^ {4,}.*$/gm, "")
    .replace(/https?:\/\/\S+/g, ".")
    .replace(/^(@\w+|- )/gm, ". ")
    .replace(/\n\s*\n/g, ".\n\n");
}

/** Comments that follow each other on lines of their own are one. */
function commentsOf(source: ts.SourceFile): { readonly line: number; readonly text: string }[] {
  const scanned: { line: number; end: number; text: string }[] = [];
  const seen = new Set<number>();
  const add = (start: number) => {
    for (const { pos, end, kind } of ts.getLeadingCommentRanges(source.text, start) ?? [])
      collect(pos, end, kind);
    for (const { pos, end, kind } of ts.getTrailingCommentRanges(source.text, start) ?? [])
      collect(pos, end, kind);
  };
  const collect = (pos: number, end: number, kind: ts.CommentKind) => {
    if (seen.has(pos)) return;
    seen.add(pos);
    const text = source.text.slice(pos, end);
    if (/biome-ignore|@ts-|^\/\/\/ <|^#!/.test(text)) return;
    const line = source.getLineAndCharacterOfPosition(pos).line + 1;
    const last = scanned.at(-1);
    if (
      kind === ts.SyntaxKind.SingleLineCommentTrivia &&
      last?.end === line - 1 &&
      last.text.startsWith("//")
    ) {
      last.text += `\n${text}`;
      last.end = line;
    } else scanned.push({ line, end: line + text.split("\n").length - 1, text });
  };
  const visit = (node: ts.Node) => {
    add(node.getFullStart());
    add(node.getEnd());
    ts.forEachChild(node, visit);
  };
  visit(source);
  return scanned.sort((a, b) => a.line - b.line);
}

/** Texts that are inputs of deployed resources keep their words: a comment above them says so. */
function isDeployed(source: ts.SourceFile, node: ts.Node): boolean {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return source.text.split("\n")[line - 1]?.includes("the words stay") === true;
}

/** Texts that a person may read: literals of three words or more. */
function messagesOf(source: ts.SourceFile): { readonly line: number; readonly text: string }[] {
  const found: { line: number; text: string }[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const text = ts.isStringLiteralLike(node)
        ? node.text
        : [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("X");
      if (/\w+ \w+ \w+/.test(text) && !isDeployed(source, node)) {
        found.push({ line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, text });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function checkCode(file: string, text: string): Finding[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return [
    ...commentsOf(source).flatMap((comment) => checkProse(file, comment.line, proseOf(comment.text), true)),
    ...messagesOf(source).flatMap((message) => checkProse(file, message.line, message.text, false)),
  ];
}

/** A document without code, tables' frames and links' targets. */
function checkDocument(file: string, text: string): Finding[] {
  const prose = text
    .replace(/```[\s\S]*?```/g, blank)
    // The word list itself, in CONTRIBUTING.md.
    .replace(/^\| not \| but \|\n(\|.*\n)+/m, blank)
    .replace(/^( {4}.*|\|[-| :]+\|)$/gm, "")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/`[^`\n]*`/g, "x")
    .replace(/^(#+ .*)$/gm, ". $1 .")
    .replace(/^\s*([-*]|\d+\.) /gm, ". ")
    .replace(/\s\|\s?/g, " . ")
    .replace(/\n\s*\n/g, ".\n\n");
  return checkProse(file, 1, prose, true);
}

/** Lines that git leaves where two changes of a file met. */
function checkMerged(file: string, text: string): Finding[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      /^(<{7}|>{7}) /.test(line)
        ? [{ file, line: index + 1, message: "git's mark of a conflict: write what both sides mean" }]
        : [],
    );
}

/** Every finding in the files below `folders`. */
export function checkWords(folders: readonly string[]): Finding[] {
  return listFiles(folders, /\.(ts|js|md)$/)
    .filter((file) => !/\.test\.ts$|(^|\/)testing\/|^test\/|\.d\.ts$|plain-words\.ts$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(file, "utf8");
      return [
        ...checkMerged(file, text),
        ...(file.endsWith(".md") ? checkDocument(file, text) : checkCode(file, text)),
      ];
    });
}

if (import.meta.main) report(checkWords(process.argv.slice(2)));
