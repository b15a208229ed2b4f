import { enableCompileCache } from "node:module";
import { join } from "node:path";
import fc from "fast-check";
import { checkout } from "./checkout.ts";

// mocha requires this file in each of its processes. `npm run test:deep` has set another number by then.
const { numRuns = 20, ...others } = fc.readConfigureGlobal() ?? {};
fc.configureGlobal({ ...others, numRuns });

// The next test run need not compile and strip the types of a thousand files in each process.
enableCompileCache(join(checkout, "node_modules", ".cache", "compile"));

// Children bundle with esbuild, a second or two each. Without Go's garbage collection that takes a quarter less.
process.env.GOGC ??= "off";
