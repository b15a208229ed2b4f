import { expect } from "chai";
import fc from "fast-check";
import { type Declared, FakeStack } from "../testing/fake-stack.ts";

/*
 * The fake cloud refuses to delete what another resource uses, and to create what exists. So a deployment that passes has never
 * deleted a resource before its dependents.
 */
describe("any sequence of programs", () => {
  it("ends with what the last program declares, and nothing to do", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(programs(fc.subarray), { minLength: 1, maxLength: 4 }), deployAll),
    );
  });

  it("does so if replaced resources are deleted first, with all that depend on them", async () => {
    const fixed = (names: string[]) => fc.constant(names.slice(-2));
    const sequence = fc.array(programs(fixed, { deleteBeforeReplace: true, replaceOnChanges: ["uses"] }), {
      minLength: 2,
      maxLength: 4,
    });
    await fc.assert(fc.asyncProperty(sequence, deployAll));
  });

  it("ends so if deployments before the last failed anywhere", async () => {
    const calls = fc.tuple(fc.constantFrom("create", "update", "delete"), fc.constantFrom(..."abcdef"));
    const broken = fc.array(
      calls.map((call) => call.join(" ")),
      { maxLength: 4 },
    );
    const failing = fc.array(fc.tuple(programs(fc.subarray), broken), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(failing, programs(fc.subarray), async (before, last) => {
        const stack = new FakeStack();
        for (const [program, refused] of before) {
          for (const call of refused) stack.cloud.broken.add(call);
          await stack.up(program).catch(() => {});
          stack.cloud.broken.clear();
        }
        await stack.up(last);
        expectDeployed(stack, last);
      }),
    );
  });

  it("has a preview that plans the same steps as the deployment", async () => {
    await fc.assert(
      fc.asyncProperty(programs(fc.subarray), programs(fc.subarray), async (first, second) => {
        const stack = new FakeStack();
        await stack.up(first);
        const planned = (await stack.preview(second)).operations;
        expect(planned).to.deep.equal((await stack.up(second)).operations);
      }),
    );
  });
});

async function deployAll(programsInOrder: readonly (readonly Declared[])[]): Promise<void> {
  const stack = new FakeStack();
  for (const program of programsInOrder) {
    await stack.up(program);
    expectDeployed(stack, program);
    expect((await stack.up(program)).operations).to.deep.equal(program.map(({ name }) => `same ${name}`));
  }
}

/** State and cloud have what the program declares, and nothing else. */
function expectDeployed(stack: FakeStack, program: readonly Declared[]): void {
  expect(stack.resources.map(({ name }) => name).toSorted()).to.deep.equal(
    program.map(({ name }) => name).toSorted(),
  );
  expect(stack.resources.map(({ id }) => id).toSorted()).to.deep.equal(
    [...stack.cloud.resources.keys()].toSorted(),
  );
  expect(isOrdered(stack.state.resources)).to.equal(true);
}

/** Each resource follows what it needs. */
function isOrdered(resources: FakeStack["resources"]): boolean {
  return resources.every(({ dependencies, parent }, index) => {
    const before = new Set(resources.slice(0, index).map(({ urn }) => urn));
    return [...dependencies, ...(parent === undefined ? [] : [parent])].every((urn) => before.has(urn));
  });
}

/** Programs of some of six resources. Each may use earlier ones, chosen by `uses`. */
function programs(
  uses: (earlier: string[]) => fc.Arbitrary<string[]>,
  options: Declared["options"] = {},
): fc.Arbitrary<Declared[]> {
  return fc.subarray(["a", "b", "c", "d", "e", "f"]).chain((names) =>
    fc.tuple(
      ...names.map((name, index) =>
        fc.record({
          name: fc.constant(name),
          inputs: fc.record({ zone: fc.constantFrom("x", "y"), size: fc.constantFrom(1, 2) }),
          uses: uses(names.slice(0, index)),
          options: fc.constant(options),
        }),
      ),
    ),
  );
}
