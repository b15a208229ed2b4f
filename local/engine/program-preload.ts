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
 * The SDK's index also loads its automation API, which is for whoever starts programs and half of the index's own time: that waits
 * until somebody asks for it.
 */
const automation = sdk.resolve("@pulumi/pulumi/automation/index.js");
const onDemand = new Module(automation);
onDemand.loaded = true;
let loaded: object | undefined;
const real = () => {
  if (loaded === undefined) {
    delete sdk.cache[automation];
    loaded = sdk(automation) as object;
  }
  return loaded;
};
onDemand.exports = new Proxy(
  {},
  {
    get: (_, name) => name === "__esModule" || Reflect.get(real(), name),
    has: (_, name) => Reflect.has(real(), name),
    ownKeys: () => Reflect.ownKeys(real()),
    getOwnPropertyDescriptor(_, name) {
      const descriptor = Reflect.getOwnPropertyDescriptor(real(), name);
      return descriptor && { ...descriptor, configurable: true };
    },
  },
);
sdk.cache[automation] = onDemand;

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
