import { styleText } from "node:util";
import { plural, printable } from "@batchline/diagnostics";
import type { Cause, RunCauses } from "../../contract/causes.ts";
import { lineText } from "../../runs/logs/log-line.ts";
import { statusWord } from "./status-words.ts";

/** Causes that are shown in full. */
const mostCauses = 20;
/** Tenants that are named with a cause. */
const mostTenants = 5;

/** Characters of a line of a log. */
const longestLine = 240;

const marks = {
  failed: (text: string) => styleText("red", `✘ ${text}`),
  holds: (text: string) => styleText("yellow", `… ${text}`),
  overcome: (text: string) => styleText("dim", `✔ ${text}`),
} as const satisfies Record<Cause["effect"], (text: string) => string>;

/** The causes of a run for a terminal. All texts of others lose what a terminal would obey. */
export function causeLines(found: RunCauses): string[] {
  const { workflow, runId, status, headline, causes, failedState, unknown } = found;
  const head = `${workflow} ${runId} ${statusWord(status)}: ${printable(headline)}`;
  const rest = causes.length - mostCauses;
  return [
    styleText("bold", head),
    ...causes.slice(0, mostCauses).flatMap((cause) => ["", ...linesOf(cause)]),
    ...(rest > 0 ? ["", `and ${plural(rest, "more cause")}: --json has them all`] : []),
    ...(failedState === undefined ? [] : ["", ...stateLines(failedState, causes)]),
    ...unknown.flatMap((text) => ["", styleText("yellow", `not known: ${printable(text)}`)]),
  ];
}

function linesOf(cause: Cause): string[] {
  const { effect, sentence, help, command, moreCommands = [], where, example } = cause;
  return [
    marks[effect](`${subject(cause)}${printable(sentence)}`),
    ...(where === undefined ? [] : [`  at     ${printable(where)}`]),
    ...(example === undefined ? [] : [`  first  ${exampleLine(example)}`]),
    ...(example?.reason === undefined || example.reason === sentence
      ? []
      : [`  said   ${printable(example.reason)}`]),
    ...(example?.logTail ?? []).map((line) => styleText("dim", `    | ${logText(line)}`)),
    ...(help === undefined ? [] : [`  help   ${printable(help)}`]),
    ...(command === undefined ? [] : [`  type   ${printable(command)}`]),
    ...moreCommands.map((text) => `  or     ${printable(text)}`),
  ];
}

/** A line of a log. The stack of an error, and what a supplier wrote, may be long. */
function logText(line: string): string {
  const text = printable(lineText(line).trimEnd());
  return text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
}

/** "12 chunks of 3 tenants (acme, bolt, cosy), stage fetch: " */
function subject({ chunks, tenants, stage }: Cause): string {
  const named = tenants.slice(0, mostTenants).join(", ");
  const list = tenants.length > mostTenants ? `${named}, …` : named;
  const who = tenants.length === 1 ? list : `${plural(tenants.length, "tenant")} (${list})`;
  const parts = [
    ...(chunks === 0 ? [] : [plural(chunks, "chunk")]),
    ...(tenants.length === 0 ? [] : [chunks === 0 ? who : `of ${who}`]),
  ].join(" ");
  const text = [parts, stage === undefined ? "" : `stage ${stage}`].filter(Boolean).join(", ");
  return text === "" ? "" : `${printable(text)}: `;
}

function exampleLine({
  tenant,
  chunk,
  attempts,
  exitCode,
  givenUp,
  jobId,
}: NonNullable<Cause["example"]>): string {
  const tried = attempts === undefined ? [] : [plural(attempts, "attempt")];
  const ended = exitCode === undefined ? [] : [`exit code ${exitCode}`];
  return printable(
    [
      `${tenant}, chunk ${chunk}`,
      ...(givenUp ? [...ended, ...tried.map((text) => `given up after ${text}`)] : [...tried, ...ended]),
      ...(jobId === undefined ? [] : [`job ${jobId}`]),
    ].join(", "),
  );
}

function stateLines(
  { state, error, cause, input, logTail = [] }: NonNullable<RunCauses["failedState"]>,
  causes: readonly Cause[],
): string[] {
  // A cause begins with its error's type, which the sentence of a run may lack.
  const words = cause.replace(/^\w+: /, "");
  const isSaid = cause === "" || causes.some(({ sentence }) => sentence.includes(words));
  return [
    styleText("red", printable(`the state ${state} of the machine failed: ${error}`)),
    ...(isSaid ? [] : [`  said   ${printable(cause)}`]),
    ...logTail.map((line) => styleText("dim", `    | ${logText(line)}`)),
    ...(input === undefined ? [] : [`  input  ${printable(input)}`]),
  ];
}
