import { createRequire, Module } from "node:module";

/*
 * Loaded into the process of a program or a policy pack before Pulumi's SDK. The SDK would install source-map-support, which maps the stack trace
 * of every resource and takes a fifth of a run. The program's own frames need no mapping: Node.js keeps lines and columns.
 */
const sdk = createRequire(process.argv[1] ?? import.meta.url);
replace(sdk.resolve("source-map-support/register"), {});

/*
 * The SDK reads only frames with a function's name, `at new Bucket (file:1:2)`. Frames at the top level of an ES module have
 * none, `at file:1:2`, so resources there would have no position.
 */
const { Resource } = sdk("@pulumi/pulumi/resource.js") as { Resource: { framePositionRegExp: RegExp } };
Resource.framePositionRegExp =
  /^\s*at (?:async )?(?:.* \()?(?<file>.*?):(?<line>[0-9]+):(?<column>[0-9]+)\)?$/;

/*
 * Parts of the SDK that programs seldom use are half of what it loads. They are the automation API, and what inline functions
 * need: npm's readers of packages, and TypeScript's compiler. All load on first use.
 */
const ofSdk = createRequire(sdk.resolve("@pulumi/pulumi/resource.js"));
loadOnDemand("@pulumi/pulumi/automation/index.js");
loadOnDemand("@npmcli/arborist");
loadOnDemand("@pulumi/pulumi/typescript-shim.js");
const normalize = firstUse<(...args: readonly unknown[]) => unknown>("normalize-package-data");
replace(normalize.file, (...args: readonly unknown[]) => normalize.real()(...args));

/* Pulumi's CLI can ask for Zipkin traces, this engine does not. Their exporter takes a tenth of a run to load. */
const { trace } = ofSdk("@opentelemetry/api") as {
  trace: { getTracer(name: string): { startSpan(name: string): object } };
};
replace(sdk.resolve("@pulumi/pulumi/cmd/run/tracing.js"), {
  newSpan: (name: string) => trace.getTracer("nodejs-runtime").startSpan(name),
});

function loadOnDemand(name: string): void {
  const { file, real } = firstUse<object>(name);
  const standIn = new Proxy(
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
  replace(file, standIn);
}

/** The module's file, and a function that loads it when it is first called. */
function firstUse<T>(name: string): { readonly file: string; readonly real: () => T } {
  const file = ofSdk.resolve(name);
  let loaded: T | undefined;
  const real = () => {
    if (loaded === undefined) {
      delete sdk.cache[file];
      loaded = ofSdk(file) as T;
    }
    return loaded;
  };
  return { file, real };
}

/** Every `require` of the module returns these exports. */
function replace(file: string, exports: object): void {
  const module = new Module(file);
  module.loaded = true;
  module.exports = exports;
  sdk.cache[file] = module;
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
