/** The parameters of a service call: `true` is any value; an object has those names; an array has such elements. */
export type Parameters = true | readonly [Parameters] | { readonly [name: string]: Parameters };

/** The parameters of one call, and which of them are required. */
export interface Call {
  readonly required: readonly string[];
  readonly parameters: Parameters;
}

/** Resource, without its pattern (`.sync`, …) → call. */
export type Calls = Readonly<Record<string, Call>>;

/** Parameters of any value, from their names with spaces between. */
export const fields = (names: string): Readonly<Record<string, Parameters>> =>
  Object.fromEntries(names.split(" ").map((name) => [name, true]));

/** A call with the parameters named, and those `nested` whose parts are known.
 * @example takes("QueueUrl MessageBody", "DelaySeconds MessageGroupId") */
export function takes(
  required: string,
  optional: string,
  nested: Readonly<Record<string, Parameters>> = {},
): Call {
  const all = Object.entries({ ...fields(`${required} ${optional}`), ...nested });
  return {
    required: required.split(" "),
    parameters: Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
