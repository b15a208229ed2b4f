import { UnknownValueError } from "@pulumi/policy/proxy.js";

/** Copies the properties from @pulumi/policy so that to read an unknown value throws an UnknownValueError. The package
 * promises that, but its own proxies throw a TypeError if a remediation filters or maps a list. */
export function knownProperties<T>(properties: T): T {
  return copy(properties) as T;
}

function copy(value: unknown): unknown {
  // Assets and other instances of classes stay as they are.
  if (!Array.isArray(value) && !isPlain(value)) return value;
  const result = Array.isArray(value) ? [] : {};
  for (const key of Object.keys(value)) {
    const property = { enumerable: true, configurable: true };
    try {
      const inner = copy((value as Readonly<Record<string, unknown>>)[key]);
      Object.defineProperty(result, key, { ...property, value: inner, writable: true });
    } catch (cause) {
      if (!(cause instanceof UnknownValueError)) throw cause;
      const get = () => {
        throw cause;
      };
      Object.defineProperty(result, key, { ...property, get });
    }
  }
  return result;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
