import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defined } from "@batchline/diagnostics";
import { serveProvider } from "@batchline/pulumi-engine";
import { type Declared, FakeStack, nameOf, urnOf } from "@batchline/pulumi-engine/testing";
import { type EngineEvent, LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import fc from "fast-check";
import { builtTools } from "./built-tools.ts";
import { programOf } from "./declared-program.ts";

/** What an engine did or planned, sorted, or that it failed. */
type Outcome = readonly string[] | "failed";

/** The same stack in both engines, each with a cloud of its own. */
class TwoStacks {
  readonly #ours = new FakeStack();
  readonly #theirs = new FakeStack();
  readonly #dir: string;
  #stop = () => {};
  #environment: Record<string, string> = {};

  constructor(dir: string) {
    this.#dir = dir;
  }

  async start(): Promise<void> {
    for (const { cloud } of [this.#ours, this.#theirs])
      cloud.resources.set("by-hand", { name: "by-hand", zone: "x" });
    await writeFile(join(this.#dir, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    const { cloud: provider } = this.#theirs;
    const { port, stop } = await serveProvider({
      name: "cloud",
      version: "1.0.0",
      provider,
      functions: () => undefined,
    });
    this.#stop = stop;
    this.#environment = {
      PULUMI_HOME: join(this.#dir, "home"),
      PULUMI_BACKEND_URL: `file://${this.#dir}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_DEBUG_PROVIDERS: `cloud:${port}`,
    };
  }

  stop(): void {
    this.#stop();
  }

  async ours(command: "preview" | "up", program: readonly Declared[]): Promise<Outcome> {
    const run = command === "preview" ? this.#ours.preview(program) : this.#ours.up(program);
    return run.then(
      ({ operations }) => operations.toSorted(),
      () => "failed",
    );
  }

  async theirs(command: "preview" | "up", program: readonly Declared[]): Promise<Outcome> {
    const steps: string[] = [];
    const onEvent = ({ resourcePreEvent }: EngineEvent) => {
      const { op = "", urn = "", type = "" } = resourcePreEvent?.metadata ?? {};
      if (type.startsWith("cloud:")) steps.push(`${op} ${nameOf(urn)}`);
    };
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "dev", projectName: "shop", program: programOf(program) },
      {
        workDir: this.#dir,
        pulumiCommand: await PulumiCommand.get({ root: (await builtTools()).folder }),
        envVars: this.#environment,
      },
    );
    return stack[command]({ onEvent }).then(
      () => steps.toSorted(),
      () => "failed",
    );
  }
}

describe("the embedded engine", () => {
  it("plans and takes the same steps as Pulumi's engine, whatever programs follow each other", async () => {
    const sequences = fc.array(programs, { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(sequences, async (sequence) => {
        const dir = await mkdtemp(join(tmpdir(), "engines-agree-"));
        const stacks = new TwoStacks(dir);
        await stacks.start();
        try {
          for (const program of sequence)
            for (const command of ["preview", "up"] as const) {
              const theirs = await stacks.theirs(command, program);
              expect(await stacks.ours(command, program), command).to.deep.equal(theirs);
              // Both refuse the program. What Pulumi's has done until then depends on how fast it is.
              if (theirs === "failed") return;
            }
        } finally {
          stacks.stop();
          await rm(dir, { recursive: true });
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });
});

const seldom = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });

/** Resources that use and follow each other, some in a component, with options that change how they are replaced. */
const programs: fc.Arbitrary<readonly Declared[]> = fc
  .tuple(fc.constantFrom("box", "bin", undefined), fc.subarray(["a", "b", "c", "d", "e"]))
  .chain(([box, names]) =>
    fc
      .tuple(...names.map((name, index) => things(name, names.slice(0, index), box)))
      .map((things) => (box === undefined ? things : [boxOf(box), ...things])),
  );

function boxOf(name: string): Declared {
  const options = { aliases: [{ name: name === "box" ? "bin" : "box" }] };
  return { name, kind: "component", type: "cloud:index:Box", options };
}

function things(name: string, earlier: readonly string[], box: string | undefined): fc.Arbitrary<Declared> {
  // A resource in a component has another URN.
  const urns = box === undefined ? earlier.map((other) => urnOf({ name: other })) : [];
  const tied = urns.length === 0 ? fc.constant(undefined) : seldom(fc.constantFrom(...urns));
  const options = fc.record({
    deletedWith: tied,
    replaceWith: tied.map((urn) => (urn === undefined ? undefined : [urn])),
    aliases: fc.constantFrom<{ readonly name: string }[]>(
      [],
      [],
      [{ name: "a" }],
      [{ name: "b" }],
      [{ name: "c" }],
    ),
    replaceOnChanges: fc.constantFrom(["uses"], ["uses", "size"], ["*"]),
    deleteBeforeReplace: seldom(fc.boolean()),
    ignoreChanges: seldom(fc.constant(["size"])),
    replacementTrigger: seldom(fc.constantFrom(1, 2)),
  });
  const thing: fc.Arbitrary<Declared> = fc
    .record({
      name: fc.constant(name),
      inputs: fc.record({ zone: fc.constantFrom("x", "y"), size: fc.constantFrom(1, 2) }),
      uses: fc.subarray([...earlier], { maxLength: Math.min(2, earlier.length) }),
      after: fc.subarray([...earlier], { maxLength: Math.min(1, earlier.length) }),
      parent: seldom(fc.constant(box)),
      options: options.map((of) => defined(of)),
    })
    .map((of) => defined(of));
  const imported = { name, inputs: { name: "by-hand", zone: "x" }, options: { importId: "by-hand" } };
  return name === "a" ? fc.oneof(thing, fc.constant<Declared>(imported)) : thing;
}
