import { createRequire, Module } from "node:module";

/*
 * Loaded into the program's process before Pulumi's SDK. The SDK would install source-map-support, which maps the stack trace
 * of every resource and takes a fifth of a run. The program's own frames need no mapping: Node.js keeps lines and columns.
 */
const sdk = createRequire(process.argv[1] ?? import.meta.url);
const register = sdk.resolve("source-map-support/register");
const nothing = new Module(register);
nothing.loaded = true;
sdk.cache[register] = nothing;

/*
 * The SDK reads only frames with a function's name, `at new Bucket (file:1:2)`. Frames at the top level of an ES module have
 * none, `at file:1:2`, so resources there would have no position.
 */
const { Resource } = sdk("@pulumi/pulumi/resource.js") as { Resource: { framePositionRegExp: RegExp } };
Resource.framePositionRegExp =
  /^\s*at (?:async )?(?:.* \()?(?<file>.*?):(?<line>[0-9]+):(?<column>[0-9]+)\)?$/;

/*
 * Two parts of the SDK that programs seldom use are a third of what it loads. They are the automation API and npm's reader of
 * package trees, which inline functions need. Both load on first use.
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
      // An importer copies the exports of a module without __esModule, which would load it.
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

/* The SDK formats a stack trace for every promise, but shows them only with PULUMI_DEBUG_PROMISE_LEAKS. */
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
