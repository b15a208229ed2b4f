/** An embedded AWS in a process of its own, so that its CPU and memory are not its clients'. Ends when its parent does. */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { startEmbeddedAws } from "@batchline/embedded-aws";

// moto keeps everything in memory, and a file costs as much as the file system asks.
const memory = "/dev/shm";
const dir = await mkdtemp(join(existsSync(memory) ? memory : tmpdir(), "batchline-bench-"));
const aws = await startEmbeddedAws({ dir });
const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
aws.identity.putRole({ name: "bench", arn: "arn:aws:iam::000000000000:role/bench", trust });
const turns = monitorEventLoopDelay({ resolution: 1 });
turns.enable();
process.on("message", () => {
  process.send?.(turns.max / 1e6);
  turns.reset();
});
process.once("disconnect", async () => {
  await aws.stop();
  await rm(dir, { recursive: true, force: true });
  process.exit();
});
process.send?.(aws.clientConfig);
