import { anyCharacter } from "@batchline/diagnostics/testing";
import fc from "fast-check";

/** A definition as JSON has it. */
export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Names as hard as the language allows: any character, and what the pictures' languages could take for their own. */
export const name = fc.oneof(
  fc.string({ unit: anyCharacter, minLength: 1, maxLength: 30 }),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '"',
          "#",
          "`",
          "style",
          "classDef",
          ":",
          "%%{",
          "}",
          "fa:fa-car",
          "$$",
          "end",
          "-->",
          "|",
          "&quot;",
          "#35;",
        ],
        ...[
          "\n",
          "\\n",
          "<b>",
          "]]>",
          "1.",
          "- ",
          "http://x",
          "www.x.y",
          " ",
          "a",
          ";",
          "]",
          ")",
          "😀",
          "漢字",
          "ß",
        ],
      ),
      { minLength: 1, maxLength: 10 },
    )
    .map((parts) => parts.join("")),
);

/** Machines of any form, three levels deep at most, names unique in the whole; not all of their states can be reached. */
export const definition: fc.Arbitrary<Definition> = fc
  .uniqueArray(name, { minLength: 1, maxLength: 14 })
  .chain((names) =>
    fc.infiniteStream(fc.nat()).map((numbers) => {
      const next = (below: number) => (numbers.next().value ?? 0) % below;
      return machineOf(names, next, 0);
    }),
  );

function machineOf(names: readonly string[], next: (below: number) => number, depth: number): Definition {
  const own = names.slice(0, Math.max(1, Math.ceil(names.length / 2)));
  let rest = names.slice(own.length);
  const inner = () => {
    const taken = rest.slice(0, 1 + next(3));
    rest = rest.slice(taken.length);
    return machineOf(taken, next, depth + 1);
  };
  const target = () => own[next(own.length)]!;
  const States: Record<string, Record<string, unknown>> = {};
  for (const state of own) {
    const onwards = next(3) === 0 ? { End: true } : { Next: target() };
    const Catch = Array.from({ length: next(3) }, () => ({ ErrorEquals: ["States.ALL"], Next: target() }));
    const kinds: readonly (() => Record<string, unknown>)[] = [
      () => ({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", ...onwards, Catch }),
      () => ({ Type: "Pass", ...onwards }),
      () => ({ Type: "Wait", Seconds: 3, ...onwards }),
      () => ({
        Type: "Choice",
        Choices: Array.from({ length: 1 + next(3) }, () => ({ Condition: `{% ${state} %}`, Next: target() })),
        ...(next(2) === 0 && { Default: target() }),
      }),
      () => ({ Type: "Succeed" }),
      () => ({ Type: "Fail" }),
      () => ({ Type: "Map", ItemProcessor: inner(), ...onwards, Catch }),
      () => {
        const first = inner();
        return { Type: "Parallel", Branches: rest.length > 0 ? [first, inner()] : [first], ...onwards };
      },
    ];
    // The last two need states for their insides.
    const kind = kinds[next(rest.length > 0 && depth < 2 ? kinds.length : kinds.length - 2)]!;
    // Not by assignment: `__proto__` is a name too.
    Object.defineProperty(States, state, { value: kind(), enumerable: true });
  }
  return { StartAt: own[0]!, States };
}

/** All states at all levels, in the order of the definition, those inside a state after it. */
export function statesOf({ States }: Definition): [name: string, state: Readonly<Record<string, unknown>>][] {
  return Object.entries(States).flatMap(([state, fields]) => [
    [state, fields],
    ...innerMachines(fields).flatMap(statesOf),
  ]);
}

function innerMachines({ ItemProcessor, Branches }: Readonly<Record<string, unknown>>): Definition[] {
  return [
    ...(ItemProcessor === undefined ? [] : [ItemProcessor]),
    ...((Branches as unknown[]) ?? []),
  ] as Definition[];
}
