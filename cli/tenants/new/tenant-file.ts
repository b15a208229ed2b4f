import { isRecord } from "@batchline/diagnostics";
import { stringify } from "yaml";
import { blockOf, schemaAt } from "../../../config/tenants/json-schema.ts";
import type { JsonSchema } from "../../../config/tenants/types.ts";
import type { Answers } from "./answers.ts";
import { withDescription } from "./fields.ts";

/** Characters of a comment line, at most. */
const width = 120;

/** The text of a tenant's file: the answers, each key with its meaning, and other possible keys as comments. `answers`
 * hold the tenant's id, and its workflows by name. */
export function tenantFileText(schema: JsonSchema, answers: Answers): string {
  const { workflows: chosen, ...own } = answers;
  const { workflows: _, ...properties } = schema.properties ?? {};
  const blocks = Object.entries(properties).map(([key, inner]) => entry(key, inner, own[key], 0));
  const lines = [
    "# yaml-language-server: $schema=../config/tenant.schema.json",
    "# docs/tenants.md explains every key. Lines that begin with # are optional keys without effect.",
    ...blocks.flatMap((block) => ["", ...block]),
    "",
    "workflows:",
    ...workflowLines(schemaAt(schema, ["workflows"]), (chosen ?? {}) as Answers),
  ];
  return `${lines.join("\n")}\n`;
}

function workflowLines(schema: JsonSchema | undefined, chosen: Answers): string[] {
  const all = Object.entries(schema?.properties ?? {});
  const others = all.filter(([name]) => !Object.hasOwn(chosen, name));
  return [
    ...all.flatMap(([name, inner]) =>
      Object.hasOwn(chosen, name) ? entry(name, inner, chosen[name], 2) : [],
    ),
    ...others.flatMap(([name, inner]) => comment(withDescription(name, inner), 2)),
  ];
}

/** A key with its value, or commented out. */
function entry(key: string, schema: JsonSchema, value: unknown, indent: number): string[] {
  const about = comment(describe(schema), indent);
  if (value === undefined) return [...about, ...commentedOut(key, schema, indent)];
  if (!isRecord(value)) return [...about, ...written({ [key]: value }, indent)];
  if (Object.keys(value).length === 0) return [...about, `${pad(indent)}${key}: {}`];
  const inner = Object.entries(blockOf(schema)?.properties ?? {});
  return [
    ...about,
    `${pad(indent)}${key}:`,
    ...inner.flatMap(([name, below]) => entry(name, below, value[name], indent + 2)),
  ];
}

/** A key in a comment, with its default or an example. */
function commentedOut(key: string, schema: JsonSchema, indent: number): string[] {
  const sample = sampleOf(schema);
  if (sample === undefined) return [];
  return written({ [key]: sample }, 0).map((line) => `${pad(indent)}# ${line}`);
}

function sampleOf(schema: JsonSchema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.properties !== undefined) {
    const inner = Object.entries(schema.properties).map(([key, below]) => [key, sampleOf(below)] as const);
    return Object.fromEntries(inner.filter(([, sample]) => sample !== undefined));
  }
  return schema.examples?.[0];
}

function describe({ description, default: preset }: JsonSchema): string {
  const plain = preset !== undefined && typeof preset !== "object";
  return [description, plain && `Default: ${preset}.`].filter(Boolean).join(" ");
}

function written(block: Answers, indent: number): string[] {
  const lines = stringify(block, { lineWidth: 0 }).trimEnd().split("\n");
  return lines.map((line) => `${pad(indent)}${line}`);
}

/** `text` in comment lines of bounded width. */
function comment(text: string, indent: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && indent + 2 + longer.length <= width) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines.map((line) => `${pad(indent)}# ${line}`);
}

function pad(indent: number): string {
  return " ".repeat(indent);
}
