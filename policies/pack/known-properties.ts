import { UnknownValueError } from "@pulumi/policy/proxy.js";

/** Stands for a value that is known only after deployment. */
class Unknown {
  readonly cause: UnknownValueError;
  constructor(cause: UnknownValueError) {
    this.cause = cause;
  }
}

/**
 * Copies the properties from @pulumi/policy so that to read an unknown value throws an UnknownValueError. The package promises
 * that, but its own proxies throw a TypeError if a remediation filters or maps a list.
 */
export function knownProperties<T>(properties: T): T {
  return guarded(copy(() => properties)) as T;
}

function copy(read: () => unknown): unknown {
  let value: unknown;
  try {
    value = read();
  } catch (cause) {
    if (cause instanceof UnknownValueError) return new Unknown(cause);
    throw cause;
  }
  if (Array.isArray(value))
    return Array.from({ length: value.length }, (_, index) => copy(() => value[index]));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, copy(() => value[key])]));
}

function guarded(value: unknown): unknown {
  if (!Array.isArray(value) && !isPlain(value)) return value;
  return new Proxy(value, {
    get(target, key, receiver) {
      const found: unknown = Reflect.get(target, key, receiver);
      if (found instanceof Unknown) throw found.cause;
      return Object.hasOwn(target, key) ? guarded(found) : found;
    },
  });
}

/** Assets and other instances of classes stay as they are. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
