import { plural } from "@batchline/diagnostics";
import { exitStatus } from "../errors.ts";
import { checks } from "./checks/index.ts";
import { awsClients } from "./clients.ts";
import { examine } from "./examine.ts";
import { closingLine, reportLines } from "./report.ts";
import type { Subject } from "./subject.ts";

interface Options {
  readonly json: boolean;
  readonly signal: AbortSignal;
  /** Receives each step as it ends. */
  readonly onStep: (step: string) => void;
}

/** A check asks a few questions, and the SDK repeats those that AWS throttles. */
const limitMs = 30_000;

/** Runs all checks and prints what they find. Returns the exit code. */
export async function examineStack(
  stack: Omit<Subject, "clients" | "now">,
  { json, signal, onStep }: Options,
): Promise<number> {
  const clients = awsClients({ ...stack.client, region: stack.region });
  onStep(`asking AWS: ${plural(checks.length, "check")}`);
  try {
    const findings = await examine(
      checks,
      { ...stack, clients, now: Date.now },
      {
        signal,
        timeUp: () => AbortSignal.timeout(limitMs),
        onEnd: ({ name }, found) => {
          const faults = found.filter(({ status }) => status === "wrong").length;
          onStep(`${name}: ${faults === 0 ? "nothing wrong" : `${faults} wrong`}`);
        },
      },
    );
    const faults = findings.filter(({ status }) => status === "wrong").length;
    const { stack: name, region } = stack;
    if (json) console.log(JSON.stringify({ stack: name, region, wrong: faults, findings }, null, 2));
    else console.log([...reportLines(findings), "", closingLine(name, findings)].join("\n"));
    return faults === 0 ? exitStatus.ok : exitStatus.wrong;
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}
