import { plural, printable } from "@batchline/diagnostics";
import type { CostGroup, CostRow, StackCosts } from "../../runs/costs/stack-costs.ts";
import { alignedLines } from "../aligned-lines.ts";

/** The costs of a month as a table with notes below. */
export function costsTable(costs: StackCosts, by: CostGroup): string[] {
  const { rows, total, region, runsLeftOut, lacksRuns } = costs;
  const titles = [by, "runs", "tries", "vCPU hours", "Spot", "CPU used", "about USD"];
  const all = rows.length > 1 ? [...rows, total] : rows;
  const { unpricedVcpuHours: unpriced } = total;
  return [
    ...alignedLines([titles, ...all.map(cells)], [1, 2, 3, 4, 5, 6]),
    "",
    "An estimate by list prices: containers only, without instances that boot or wait, network, stores and discounts.",
    ...(total.usd === undefined ? [`The prices of the region ${region} are not known here.`] : []),
    ...(unpriced > 0 && total.usd !== undefined
      ? [`It lacks ${hundredths(unpriced)} vCPU hours, whose instances or prices are not known.`]
      : []),
    ...(lacksRuns ? ["It is not complete: records of runs are kept for 90 days."] : []),
    ...(runsLeftOut > 0
      ? [`${plural(runsLeftOut, "run")} not counted: under way, or from before records had their use.`]
      : []),
  ];
}

function cells(row: CostRow): string[] {
  const { vcpuHours, spot, used, usd } = numbersOf(row);
  const { name, runs, usage } = row;
  const percent = (share: number | undefined) => (share === undefined ? "–" : `${Math.round(share * 100)} %`);
  return [
    ...[printable(name), String(runs), String(usage.tries), hundredths(vcpuHours), percent(spot)],
    ...[percent(used), usd === undefined ? "–" : hundredths(usd)],
  ];
}

/** Two digits; `< 0.01` where they would be none. @example hundredths(12.345) // "12.35" */
export function hundredths(number: number): string {
  return number > 0 && number < 0.005 ? "< 0.01" : number.toFixed(2);
}

/** A row's numbers; undefined where there is nothing to compare with. */
function numbersOf({ usage, usd, unpricedVcpuHours }: CostRow) {
  const { spot, onDemand, unknown } = usage.vcpuSeconds;
  const had = spot + onDemand + unknown;
  return {
    vcpuHours: had / 3600,
    spot: had === 0 ? undefined : spot / had,
    /** The CPU time that was used, as a part of what the containers had. */
    used: had === 0 ? undefined : usage.cpuSeconds / had,
    ...{ usd, unpricedVcpuHours },
  };
}

const csvColumns = [
  "runs",
  "tries",
  "vcpuHours",
  "spotShare",
  "cpuHours",
  "usd",
  "unpricedVcpuHours",
] as const;

/** The document of `--json`. The CSV has its rows. */
export function costsAsJson(costs: StackCosts, by: CostGroup, month: string) {
  const { rows, total, region, runsLeftOut, lacksRuns } = costs;
  return { month, by, region, rows: rows.map(entryOf), total: entryOf(total), runsLeftOut, lacksRuns };
}

function entryOf(row: CostRow) {
  const { vcpuHours, spot, usd, unpricedVcpuHours } = numbersOf(row);
  const { name, runs, usage } = row;
  return {
    ...{ name, runs, tries: usage.tries, vcpuHours: rounded(vcpuHours) },
    ...(spot !== undefined && { spotShare: rounded(spot) }),
    cpuHours: rounded(usage.cpuSeconds / 3600),
    ...(usd !== undefined && { usd: rounded(usd) }),
    unpricedVcpuHours: rounded(unpricedVcpuHours),
  };
}

/** RFC 4180, with a head. */
export function costsAsCsv({ rows }: StackCosts, by: CostGroup): string {
  const lines = rows.map((row) => {
    const entry = entryOf(row);
    return [quoted(row.name), ...csvColumns.map((column) => entry[column] ?? "")].join(",");
  });
  return [[by, ...csvColumns].join(","), ...lines].join("\r\n");
}

/** A name that begins like a formula would be one in a spreadsheet. */
function quoted(name: string): string {
  const text = /^[=+\-@]/.test(name) ? `'${name}` : name;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function rounded(number: number): number {
  return Math.round(number * 1e4) / 1e4;
}
