import { AwsError } from "../../../host/gateway/aws-error.ts";
import { validation } from "../errors.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { checkName, checkValue } from "../values/check-values.ts";

interface Given {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

/** The placeholders of a request, and which of them its expressions use. */
export class Placeholders {
  readonly #names: ReadonlyMap<string, string>;
  readonly #values: ReadonlyMap<string, AttributeValue>;
  readonly #unused: Set<string>;

  /** Checks and normalises the values. Throws ValidationException. */
  constructor({ ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Given) {
    if (names) checkKeys("ExpressionAttributeNames", names, /^#[0-9a-zA-Z_]+$/);
    if (values) checkKeys("ExpressionAttributeValues", values, /^:[0-9a-zA-Z_]+$/);
    this.#names = new Map(Object.entries(names ?? {}));
    for (const name of this.#names.values()) checkName(name);
    this.#values = new Map(Object.entries(values ?? {}));
    for (const [key, value] of this.#values) checkGiven(key, value);
    this.#unused = new Set([...this.#names.keys(), ...this.#values.keys()]);
  }

  /** The name that `#name` stands for; undefined for none. */
  name(key: string): string | undefined {
    this.#unused.delete(key);
    return this.#names.get(key);
  }

  /** The value that `:value` stands for; undefined for none. */
  value(key: string): AttributeValue | undefined {
    this.#unused.delete(key);
    return this.#values.get(key);
  }

  /** Throws ValidationException if an expression could have used more. */
  checkAllUsed(): void {
    for (const [field, keys] of [
      ["ExpressionAttributeNames", this.#names.keys()],
      ["ExpressionAttributeValues", this.#values.keys()],
    ] as const) {
      const unused = [...keys].filter((key) => this.#unused.has(key));
      if (unused.length > 0)
        throw validation(`Value provided in ${field} unused in expressions: keys: {${unused.join(", ")}}`);
    }
  }
}

function checkKeys(field: string, given: object, syntax: RegExp): void {
  const keys = Object.keys(given);
  if (keys.length === 0) throw validation(`${field} must not be empty`);
  for (const key of keys)
    if (!syntax.test(key)) throw validation(`${field} contains invalid key: Syntax error; key: "${key}"`);
}

function checkGiven(key: string, value: AttributeValue): void {
  try {
    checkValue(value);
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    const problem = `ExpressionAttributeValues contains invalid value: ${cause.message} for key ${key}`;
    throw new AwsError(cause.code, problem, cause.status, { cause });
  }
}
