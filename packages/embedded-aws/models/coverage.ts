/**
 * What the embedded AWS does with an operation's input. Members that are not named have their effect. Members are paths of the
 * model: `containerProperties.volumes[].host`; `[]` stands for a list's members, `*` for a map's values.
 */
export interface OperationCoverage {
  /** Refused by name when given. A value that asks for nothing is accepted: false, an empty list or an empty map. */
  readonly refused?: readonly string[];
  /** Members with the only values that are accepted. */
  readonly only?: Readonly<Record<string, readonly unknown[]>>;
  /** Members without an effect, and why nobody can see a difference from AWS. */
  readonly ignored?: Readonly<Record<string, string>>;
}

/** Every operation that a service answers. Other operations of its model are refused by name. */
export type Coverage = Readonly<Record<string, OperationCoverage>>;

/**
 * What an input asks for that is not emulated.
 * @example notEmulated({ refused: ["publish"] }, { publish: true }) // ["publish is not emulated"]
 */
export function notEmulated(
  { refused = [], only = {} }: OperationCoverage,
  input: unknown,
): readonly string[] {
  return [
    ...refused
      .filter((path) => valuesAt(input, steps(path)).some(asksForSomething))
      .map((path) => `${path} is not emulated`),
    ...Object.entries(only).flatMap(([path, accepted]) =>
      valuesAt(input, steps(path))
        .filter((value) => value !== null && value !== undefined && !accepted.includes(value))
        .map((value) => `${path} ${JSON.stringify(value)} is not emulated`),
    ),
  ];
}

/**
 * The steps of a path.
 * @example steps("volumes[].host") // ["volumes", "[]", "host"]
 */
export function steps(path: string): readonly string[] {
  return path.replaceAll("[]", ".[]").split(".");
}

function valuesAt(value: unknown, [step, ...rest]: readonly string[]): readonly unknown[] {
  if (step === undefined) return [value];
  if (typeof value !== "object" || value === null) return [];
  if (step === "[]" || step === "*") return Object.values(value).flatMap((item) => valuesAt(item, rest));
  return Object.hasOwn(value, step) ? valuesAt((value as Record<string, unknown>)[step], rest) : [];
}

function asksForSomething(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
