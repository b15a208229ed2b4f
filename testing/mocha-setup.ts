import { accessSync, constants, statfsSync } from "node:fs";
import fc from "fast-check";

// mocha requires this file in each of its processes. `npm run test:deep` has set another number by then.
const { numRuns = 20, ...others } = fc.readConfigureGlobal() ?? {};
fc.configureGlobal({ ...others, numRuns });

// Children bundle with esbuild, a second or two each. Without Go's garbage collection that takes a quarter less.
process.env.GOGC ??= "off";

// Tests write thousands of small files. In memory that takes a twentieth of the processor time that a disk takes.
const memory = "/dev/shm";
if (process.env.TMPDIR === undefined && hasRoom(memory)) process.env.TMPDIR = memory;

/** At least 2 GiB: a container has 64 MiB unless it is given more. */
function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= 2 * 1024 ** 3;
  } catch {
    return false;
  }
}

// As in a container, where a stage's own line may stand far below those of clients: worker/main.ts.
Error.stackTraceLimit = 50;
