import fc from "fast-check";

// mocha requires this file in each of its processes. `npm run test:deep` has set another number by then.
const { numRuns = 20, ...others } = fc.readConfigureGlobal() ?? {};
fc.configureGlobal({ ...others, numRuns });

// Children bundle with esbuild, a second or two each. Without Go's garbage collection that takes a quarter less.
process.env.GOGC ??= "off";
