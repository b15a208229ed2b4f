import { must, plural } from "@batchline/diagnostics";
import type { Markup } from "../markup.ts";
import type { Comparison, Effect, TenantChange, WorkflowTotal, WorkflowTotals } from "./change.ts";
import { changeLines, rounded } from "./change-lines.ts";
import { fromTo, markedSchedule } from "./schedule-text.ts";

/** The most tenants named for one change. */
const namesShown = 10;

/** The verb for one tenant, and for several. */
const verbs: Readonly<Record<Effect, readonly [one: string, several: string]>> = {
  starts: ["starts", "start"],
  stops: ["stops", "stop"],
  changes: ["changes", "change"],
  rests: ["does not run, but has changed", "do not run, but have changed"],
};

const order: readonly Effect[] = ["starts", "stops", "changes", "rests"];

const basisText = {
  declared: "what the workflows declare as typical of a full chunk",
  measured: "each tenant's last recorded run",
} as const;

/** The summary: numbers of changed tenants, and the workflows' work before and after. */
export function summaryLines(comparison: Comparison, markup: Markup): string[] {
  const { changes, unchanged, totals, bases } = comparison;
  const counts = order
    .map((effect) => ({ effect, number: changes.filter((change) => change.effect === effect).length }))
    .filter(({ number }) => number > 0)
    .map(({ effect, number }, at) => {
      const who = at === 0 ? plural(number, "tenant") : number.toLocaleString("en");
      return `${who} ${verb(effect, number)}`;
    });
  const head = changes.length === 0 ? "nothing changes for any tenant" : counts.join(", ");
  const rest = unchanged === 0 ? "" : `; ${plural(unchanged, "tenant")} as before`;
  const warnings = changes.reduce((sum, change) => sum + change.warnings.length, 0);
  return [
    `${markup.strong(head)}${rest}`,
    ...(warnings > 0 ? [markup.warning(`${plural(warnings, "warning")}: see the tenants below`)] : []),
    ...(changes.length === 0 ? [] : ["", ...totalsTable(totals, markup), ...estimateLine(bases)]),
  ];
}

/** Changes, each once for all tenants that share it; the rarest last. */
export function changeGroups(
  { changes }: Comparison,
  markup: Markup,
): { tenants: number; lines: string[] }[] {
  const groups = Map.groupBy(changes, (change) =>
    [whatHappens(change, 1, markup), ...changeLines(change, markup)].join("\n"),
  );
  return [...groups.values()]
    .map((group) => ({ group, first: must(group[0], "a group has a tenant") }))
    .sort(
      (a, b) =>
        order.indexOf(a.first.effect) - order.indexOf(b.first.effect) || b.group.length - a.group.length,
    )
    .map(({ group, first }) => {
      const names = group.slice(0, namesShown).map(({ id }) => markup.strong(markup.verbatim(id)));
      const more = group.length - names.length;
      const who = more > 0 ? `${names.join(", ")} and ${more.toLocaleString("en")} more` : names.join(", ");
      const head = `${who} ${whatHappens(first, group.length, markup)}`;
      return { tenants: group.length, lines: [head, ...changeLines(first, markup)] };
    });
}

function whatHappens(
  { effect, reason, paused, formerId }: TenantChange,
  tenants: number,
  markup: Markup,
): string {
  const why = [
    ...(reason === undefined || reason === "paused" ? [] : [reason]),
    ...(paused === undefined ? [] : [`paused: ${markup.verbatim(paused)}`]),
  ].join(", ");
  const was = formerId === undefined ? "" : `, was ${markup.verbatim(formerId)}`;
  return `${verb(effect, tenants)}${why === "" ? "" : ` (${why})`}${was}`;
}

function verb(effect: Effect, tenants: number): string {
  const [one, several] = verbs[effect];
  return tenants === 1 ? one : several;
}

function totalsTable(totals: readonly WorkflowTotals[], markup: Markup): readonly string[] {
  const head = ["workflow", "tenants", "chunks a run", "vCPU-minutes a run, about", "runs"];
  const columns: ((total: WorkflowTotal) => string)[] = [
    ({ tenants }) => tenants.toLocaleString("en"),
    ({ chunks, chunksUnknown, tenants }) => known(chunks.toLocaleString("en"), chunksUnknown, tenants),
    ({ vcpuMinutes, vcpuMinutesUnknown, tenants }) =>
      known(rounded(vcpuMinutes), vcpuMinutesUnknown, tenants),
  ];
  const rows = totals.map(({ workflow, schedule, before, after }) => [
    workflow,
    ...columns.map((text) => fromTo(text(before), text(after))),
    markedSchedule(schedule, markup),
  ]);
  return markup.table([head, ...rows], [1, 2, 3]);
}

/** The known work, and the number of tenants whose work is unknown. */
function known(value: string, unknown: number, tenants: number): string {
  if (unknown === 0) return value;
  return unknown === tenants ? "not known" : `${value} + ${unknown.toLocaleString("en")} not known`;
}

function estimateLine(bases: Comparison["bases"]): string[] {
  if (bases.length === 0) return [];
  const by = bases.map((basis) => basisText[basis]).join(", else by ");
  return [`vCPU-minutes are estimates by ${by}; chunks are planned as a run plans them.`];
}
