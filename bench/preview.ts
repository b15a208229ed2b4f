import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { must } from "@batchline/diagnostics";
import { runAwsProgram } from "@batchline/embedded-aws";

const runs = 3;

/** The program's preview time, divided by the time to start Node.js and load the Pulumi SDKs. Medians of alternating runs. */
export async function preview() {
  const previews: number[] = [];
  const loads: number[] = [];
  let resources = 0;
  for (let run = 0; run < runs; run++) {
    loads.push(await secondsOf(loadSdks));
    previews.push(
      await secondsOf(async () => {
        const result = await runAwsProgram({ root: process.cwd(), stack: "dev", mode: "preview" });
        resources = result.resources.length;
      }),
    );
  }
  return {
    resources,
    seconds: median(previews),
    secondsToLoadSdks: median(loads),
    previewOverLoadingSdks: median(previews) / median(loads),
  };
}

async function loadSdks(): Promise<void> {
  const script = 'await import("@pulumi/pulumi"); await import("@pulumi/aws"); await import("@pulumi/awsx");';
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
}

async function secondsOf(action: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await action();
  return (performance.now() - begin) / 1000;
}

function median(values: readonly number[]): number {
  return must(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)], "there are values");
}
