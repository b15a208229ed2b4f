import { createRequire, Module } from "node:module";

/*
 * Loaded into the program's process before Pulumi's SDK, which would install source-map-support: that maps every frame of
 * every resource's stack trace from the SDK's JavaScript to its TypeScript, and takes a fifth of a whole run for it. The
 * program's own frames need no mapping, because Node keeps lines and columns when it strips types.
 */
const sdk = createRequire(process.argv[1] ?? import.meta.url);
const register = sdk.resolve("source-map-support/register");
const nothing = new Module(register);
nothing.loaded = true;
sdk.cache[register] = nothing;

/*
 * The SDK reads only frames with a function's name, `at new Bucket (file:1:2)`. At the top level of an ES module there is none,
 * `at file:1:2`, so that resources made there would have no position.
 */
const { Resource } = sdk("@pulumi/pulumi/resource.js") as { Resource: { framePositionRegExp: RegExp } };
Resource.framePositionRegExp =
  /^\s*at (?:async )?(?:.* \()?(?<file>.*?):(?<line>[0-9]+):(?<column>[0-9]+)\)?$/;
