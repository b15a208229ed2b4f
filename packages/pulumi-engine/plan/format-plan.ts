import type { PropertyPath } from "../protocol/property-path.ts";
import { parsePath } from "../protocol/property-path.ts";
import { parseUrn } from "../registrations/urn.ts";
import { isDefaultProvider } from "../steps/default-providers.ts";
import type { Operation, Step } from "../steps/step.ts";
import { summarise } from "./summary.ts";

/** What a plan is printed for: steps that a preview has planned, or steps that were done. */
export interface PlanFormat {
  readonly preview: boolean;
}

/** A resource of the printed tree. */
interface Row {
  readonly urn: string;
  readonly parent: string | undefined;
  /** Undefined: only its children change. */
  readonly step: Step | undefined;
}

/**
 * Prints steps as Pulumi's commands do: a tree of the resources that change, with the paths of changed inputs. The number of each
 * kind of change follows. Values are not printed.
 * @example
 * console.log(formatPlan(steps, { preview: true }).join("\n"));
 */
export function formatPlan(steps: readonly Step[], { preview }: PlanFormat): string[] {
  const rows = rowsOf(steps.filter(({ urn }) => !isDefaultProvider(urn)));
  const header = ["", "Type", "Name", preview ? "Plan" : "Status", "Info"];
  const table = [header, ...treeOf(rows).map(([row, indent]) => cellsOf(row, indent, preview))];
  const lines = rows.length === 0 ? [] : [...aligned(table), ""];
  return [...lines, ...summarise(steps, { preview })];
}

/** One row for each changed resource: its `replace` stands for the other steps of a replacement. */
function rowsOf(steps: readonly Step[]): readonly Row[] {
  const byUrn = new Map<string, Row>();
  for (const step of steps) {
    const { urn, operation, next, old } = step;
    const known = byUrn.get(urn);
    if (known?.step !== undefined && rank(known.step.operation) >= rank(operation)) continue;
    byUrn.set(urn, { urn, parent: (next ?? old)?.parent, step: operation === "same" ? undefined : step });
  }
  const shown = new Set<string>();
  for (const row of byUrn.values()) {
    let shownRow = row.step === undefined ? undefined : row;
    while (shownRow !== undefined && !shown.has(shownRow.urn)) {
      shown.add(shownRow.urn);
      shownRow = shownRow.parent === undefined ? undefined : byUrn.get(shownRow.parent);
    }
  }
  return [...byUrn.values()].filter(({ urn }) => shown.has(urn));
}

/** Of several steps of one resource, the one to print has the highest. */
function rank(operation: Operation): number {
  if (operation === "replace") return 3;
  if (operation === "import" || operation === "import-replacement") return 2;
  return operation === "same" ? 0 : 1;
}

/** Parents before their children, each with the lines of the tree before its type. */
function treeOf(rows: readonly Row[]): [Row, string][] {
  const urns = new Set(rows.map(({ urn }) => urn));
  const childrenOf = (parent: string | undefined) =>
    rows.filter(
      (row) => (row.parent !== undefined && urns.has(row.parent) ? row.parent : undefined) === parent,
    );
  const walk = (parent: string | undefined, indent: string): [Row, string][] =>
    childrenOf(parent).flatMap((row, index, siblings) => {
      const isLast = index === siblings.length - 1;
      const own = parent === undefined ? "" : `${indent}${isLast ? "└─ " : "├─ "}`;
      const inner = parent === undefined ? "" : `${indent}${isLast ? "   " : "│  "}`;
      return [[row, own], ...walk(row.urn, inner)];
    });
  return walk(undefined, "");
}

function cellsOf({ urn, step }: Row, indent: string, preview: boolean): string[] {
  const { type = "", name = "" } = parseUrn(urn) ?? {};
  const cells = [`${indent}${shortType(type)}`, name];
  if (step === undefined) return ["", ...cells, "", ""];
  const { sign, plan, done } = words[step.operation];
  return [sign, ...cells, preview ? plan : done, changesOf(step)];
}

/** `aws:s3/bucket:Bucket` → `aws:s3:Bucket`. */
function shortType(qualified: string): string {
  const type = qualified.slice(qualified.lastIndexOf("$") + 1);
  return type.replace(/^([^:]+:[^:/]+)\/[^:]+:/, "$1:");
}

/** `[diff: +added-removed~changed]`. */
function changesOf({ changed, replaces, old, next }: Step): string {
  if (old === undefined || next === undefined) return "";
  const paths = [...new Set([...changed, ...replaces])];
  const signs = new Map(paths.map((path) => [path, signOf(parsePath(path) ?? [], old.inputs, next.inputs)]));
  const groups = ["+", "-", "~"].flatMap((sign) => {
    const group = paths.filter((path) => signs.get(path) === sign);
    return group.length === 0 ? [] : `${sign}${group.join(",")}`;
  });
  return groups.length === 0 ? "" : `[diff: ${groups.join("")}]`;
}

function signOf(path: PropertyPath, old: unknown, next: unknown): string {
  const [before, after] = [valueAt(old, path), valueAt(next, path)];
  if (before !== undefined && after === undefined) return "-";
  return before === undefined && after !== undefined ? "+" : "~";
}

function valueAt(value: unknown, path: PropertyPath): unknown {
  return path.reduce<unknown>((outer, key) => {
    if (typeof outer !== "object" || outer === null) return undefined;
    return Reflect.get(outer, key) ?? undefined;
  }, value);
}

function aligned(table: readonly string[][]): string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(2, ...table.map((row) => (row[column] ?? "").length)));
  return table.map((row) =>
    [" ", row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")].join("").trimEnd(),
  );
}

/** Pulumi's signs and words: https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step.go */
const words: Readonly<
  Record<Operation, { readonly sign: string; readonly plan: string; readonly done: string }>
> = {
  same: { sign: "", plan: "", done: "" },
  create: { sign: "+", plan: "create", done: "created" },
  update: { sign: "~", plan: "update", done: "updated" },
  delete: { sign: "-", plan: "delete", done: "deleted" },
  replace: { sign: "+-", plan: "replace", done: "replaced" },
  "create-replacement": { sign: "++", plan: "create replacement", done: "created replacement" },
  "delete-replaced": { sign: "--", plan: "delete original", done: "deleted original" },
  read: { sign: ">", plan: "read", done: "read" },
  "read-replacement": { sign: ">>", plan: "read for replacement", done: "read for replacement" },
  discard: { sign: "<", plan: "discard", done: "discarded" },
  "discard-replaced": { sign: "<<", plan: "discard original", done: "discarded original" },
  import: { sign: "=", plan: "import", done: "imported" },
  "import-replacement": { sign: "=>", plan: "import replacement", done: "imported replacement" },
  "remove-pending-replace": { sign: "~", plan: "forget", done: "forgotten" },
};
