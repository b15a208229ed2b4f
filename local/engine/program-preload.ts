import { createRequire, Module } from "node:module";

/**
 * Loaded into the program's process before Pulumi's SDK, which would install source-map-support: that maps every frame of
 * every resource's stack trace from the SDK's JavaScript to its TypeScript, and takes a fifth of a whole run for it. The
 * program's own frames need no mapping, because Node keeps lines and columns when it strips types.
 */
const sdk = createRequire(process.argv[1] ?? import.meta.url);
const register = sdk.resolve("source-map-support/register");
const nothing = new Module(register);
nothing.loaded = true;
sdk.cache[register] = nothing;
