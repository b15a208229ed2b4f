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

/*
 * What the SDK loads at its start and programs seldom use, a third of all that it loads: the automation API, which is for whoever starts
 * programs, and npm's reader of package trees, which is for functions written inline. Both wait until somebody asks for them.
 */
loadOnDemand("@pulumi/pulumi/automation/index.js");
loadOnDemand("@npmcli/arborist");

function loadOnDemand(name: string): void {
  const load = createRequire(sdk.resolve("@pulumi/pulumi/resource.js"));
  const file = load.resolve(name);
  let loaded: object | undefined;
  const real = () => {
    if (loaded === undefined) {
      delete sdk.cache[file];
      loaded = load(file) as object;
    }
    return loaded;
  };
  const standIn = new Module(file);
  standIn.loaded = true;
  standIn.exports = new Proxy(
    {},
    {
      // A module that says so is taken as it is, instead of being copied name by name.
      get: (_, key) => key === "__esModule" || Reflect.get(real(), key),
      has: (_, key) => Reflect.has(real(), key),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor(_, key) {
        const descriptor = Reflect.getOwnPropertyDescriptor(real(), key);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
  sdk.cache[file] = standIn;
}

/*
 * For every promise the SDK keeps a stack trace, formatted, of which it shows none unless PULUMI_DEBUG_PROMISE_LEAKS asks for it.
 */
const debuggable = sdk("@pulumi/pulumi/runtime/debuggable.js") as {
  debuggablePromise<T>(promise: Promise<T>, context: unknown): Promise<T>;
};
const { debuggablePromise } = debuggable;
if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS) {
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}
