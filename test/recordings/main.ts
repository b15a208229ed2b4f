import { folder, readGroups } from "./folder.ts";
import { type Result, resultOf } from "./result.ts";
import { isInJsonPath } from "./translation/definition.ts";

/** Differences of one recording that are printed when many recordings are replayed. */
const linesShown = 4;

const help = `Replays AWS's recorded answers: npm run test:recordings -- [id]

Without an id it replays all. A part of an id replays the recordings that have it, and prints each difference.
BATCHLINE_RECORDINGS names the folder of the recordings.

Example: npm run test:recordings -- s3_list_operations`;

const [part = ""] = process.argv.slice(2);
if (part === "--help" || part === "-h") {
  console.log(help);
  process.exit();
}
const groups = readGroups(part);
if (groups === undefined) {
  const hint = "BATCHLINE_RECORDINGS names their folder.";
  console.log(`AWS's recordings are not in ${folder}, so none was replayed. ${hint}`);
} else if (groups.every(({ recordings }) => recordings.length === 0)) {
  console.error(`no id in ${folder} has "${part}"`);
  process.exitCode = 2;
} else {
  const summary: string[] = [];
  const sums = { agrees: 0, differs: 0, excepted: 0, "left out": 0 };
  const translated = { agrees: 0, differs: 0, excepted: 0, "left out": 0 };
  const reasons = new Map<string, number>();
  for (const { name, recordings } of groups) {
    const counts = new Map<Result["status"], number>();
    for (const recording of recordings) {
      const { status, lines } = await resultOf(recording);
      counts.set(status, (counts.get(status) ?? 0) + 1);
      sums[status] += 1;
      if (isInJsonPath(recording)) translated[status] += 1;
      if (status === "differs") process.exitCode = 1;
      if (status === "differs" || part !== "") {
        console.log(`${recording.id}: ${status} (${recording.kind}, recorded ${recording.recordedOn})`);
        for (const line of part === "" ? lines.slice(0, linesShown) : lines) console.log(`  ${line}`);
      } else if (status !== "agrees") {
        const why = `${status}: ${lines[0]}`;
        reasons.set(why, (reasons.get(why) ?? 0) + 1);
      }
    }
    summary.push(`${name}: ${[...counts].map(([status, count]) => `${status} ${count}`).join(", ")}`);
  }
  for (const [why, count] of [...reasons].sort(([, a], [, b]) => b - a)) console.log(`${count} ${why}`);
  console.log(summary.join("\n"));
  const { agrees, excepted, differs } = translated;
  console.log(
    `Of those, ${agrees + excepted + differs} were translated from JSONPath: ${agrees} agree, ${excepted} are excepted, ${differs} differ.`,
  );
  console.log(`${sums.agrees + sums.excepted} passed, ${sums.differs} failed, ${sums["left out"]} skipped`);
}
