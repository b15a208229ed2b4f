import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultRegion } from "../../host/identity/principal.ts";
import { startEmbeddedAws } from "../../host/start.ts";
import type { AccountReady, AccountTurn } from "./account.ts";
import { known, roleArn } from "./texts.ts";

/** An embedded AWS in a process of its own, which reports how long its event loop was held. */
const dir = await mkdtemp(join(tmpdir(), "batchline-fuzz-"));
const aws = await startEmbeddedAws({ dir, region: defaultRegion });
const principals = ["states", "lambda", "ecs-tasks", "batch"].map((name) => `${name}.amazonaws.com`);
aws.identity.putRole({
  ...{ name: known.role, arn: roleArn },
  trust: {
    Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: principals, AWS: "*" } },
  },
});
aws.ses.createIdentity(known.domain);

const tickMs = 5;
let longest = 0;
let before = cpuMs();

/** Between two ticks lies at most one turn of the loop that is longer than a tick. */
const ticks = setInterval(() => {
  const now = cpuMs();
  longest = Math.max(longest, now - before);
  before = now;
}, tickMs);

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

process.on("message", async (message) => {
  if (message === "stop") {
    clearInterval(ticks);
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
    process.disconnect();
    return;
  }
  if (message === "end") throw new Error("disturbed");
  if (message === "hold") {
    for (const since = cpuMs(); cpuMs() < since + 100; );
    return;
  }
  // After the next tick, which sees the turn before it.
  setTimeout(() => {
    const turn: AccountTurn = { longestMs: longest, rss: process.memoryUsage.rss() };
    longest = 0;
    process.send?.(turn);
  }, 2 * tickMs);
});
const ready: AccountReady = { endpoint: aws.endpoint, credentials: aws.credentials };
process.send?.(ready);
