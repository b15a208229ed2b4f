import { plural } from "@batchline/diagnostics";
import { isDefaultProvider } from "../steps/default-providers.ts";
import type { Operation, Step } from "../steps/step.ts";

/** Operations that count as changes, in Pulumi's order. The other steps of a replacement do not count. */
const counted: readonly (readonly [Operation, sign: string, done: string])[] = [
  ["create", "+ ", "created"],
  ["update", "~ ", "updated"],
  ["delete", "- ", "deleted"],
  ["replace", "+-", "replaced"],
  ["import", "= ", "imported"],
];

/**
 * `Resources:`, then how many resources are created, updated, deleted, replaced, imported and unchanged, as Pulumi prints it.
 * @example
 * summarise(steps, { preview: true }); // ["Resources:", "    + 2 to create", "    ~ 1 to update", "    3 changes. 12 unchanged"]
 */
export function summarise(steps: readonly Step[], { preview }: { readonly preview: boolean }): string[] {
  const count = (wanted: Operation) =>
    steps.filter(({ urn, operation }) => operation === wanted && !isDefaultProvider(urn)).length;
  const counts = counted.flatMap(([operation, sign, done]) => {
    const number = count(operation);
    return number === 0
      ? []
      : [{ number, line: `    ${sign}${number} ${preview ? `to ${operation}` : done}` }];
  });
  const changes = counts.reduce((sum, { number }) => sum + number, 0);
  const unchanged = count("same");
  const total = [
    ...(counts.length > 1 ? [plural(changes, "change")] : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
  ];
  return [
    "Resources:",
    ...counts.map(({ line }) => line),
    ...(total.length > 0 ? [`    ${total.join(". ")}`] : []),
  ];
}
