import { expect } from "chai";
import { StateError } from "../../local/states/interpreter/state-error.ts";
import type { Json, JsonObject } from "../../local/states/json.ts";
import { build } from "../../states/build.ts";
import { type Expr, lambdaFunction, type Machine, machine, text } from "../../states/index.ts";
import { interpret, type Service } from "../local/states/interpret.ts";

interface Input {
  readonly n: number;
  readonly list?: readonly number[];
}

const half = lambdaFunction<{ readonly n: number }, { readonly n: number }>("arn:aws:lambda:::function:half");

/** Fails on odd numbers. */
const invoke: Service = ({ arguments: args }) => {
  const { n } = (args as { Payload: { n: number } }).Payload;
  if (n % 2 !== 0) throw new StateError("Odd", `${n} is odd`);
  return { Payload: { n: n / 2 }, StatusCode: 200 };
};

const definition = <I = Input>(describe: (m: Machine<I>) => void) => build(machine<I>(describe)).asl;
const run = (describe: (m: Machine<Input>) => void, input: Json) =>
  interpret(definition(describe) as unknown as JsonObject, { input, services: { invoke } });

describe("a machine", () => {
  it("hands results on in variables, and assigns only those that are read", async () => {
    const asl = definition((m) => {
      const first = m.invoke("First half", half, { n: m.input.n });
      m.invoke("Unread", half, { n: 2 });
      const second = m.invoke("Second half", half, { n: first.n });
      m.succeed("Done", { was: m.input.n, is: second.n });
    });
    expect(asl.States["First half"]).to.deep.include({
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: {
        FunctionName: "arn:aws:lambda:::function:half",
        Payload: { n: "{% $states.context.Execution.Input.n %}" },
      },
      Assign: { firstHalf: "{% $states.result.Payload %}" },
      Next: "Unread",
    });
    expect(asl.States.Unread).not.to.have.property("Assign");
    expect(asl.States.Done).to.deep.equal({
      Type: "Succeed",
      Output: { was: "{% $states.context.Execution.Input.n %}", is: "{% $secondHalf.n %}" },
    });
    const { output } = await interpret(asl as unknown as JsonObject, {
      input: { n: 12 },
      services: { invoke },
    });
    expect(output).to.deep.equal({ was: 12, is: 3 });
  });

  it("writes its states in the order in which they were described", () => {
    const asl = definition((m) => {
      m.choose("A")
        .when(m.input.n.eq(1), (then) => then.pass("B", 1))
        .otherwise((otherwise) => otherwise.pass("C", 2));
      m.pass("D", 3);
    });
    expect(Object.keys(asl.States)).to.deep.equal(["A", "B", "C", "D"]);
    expect(asl.States.D).to.deep.equal({ Type: "Pass", End: true });
  });

  it("says what it is for and how long it may take", () => {
    const asl = build(machine((m) => void m.succeed("Done"), { comment: "Why", timeoutSeconds: 60 })).asl;
    expect(asl).to.deep.equal({
      Comment: "Why",
      QueryLanguage: "JSONata",
      TimeoutSeconds: 60,
      StartAt: "Done",
      States: { Done: { Type: "Succeed" } },
    });
  });

  it("knows its execution in every state", async () => {
    const { output } = await run((m) => {
      const names = m.map(
        "Each",
        m.pass("List", [1, 2]),
        (each, item) => text`${each.context.execution.name}/${item}`,
      );
      m.succeed("Done", names);
    }, {});
    expect(output).to.deep.equal(["run-1/1", "run-1/2"]);
  });
});

describe("choose", () => {
  const size = (m: Machine<Input>): Expr<string> =>
    m
      .choose("How big?")
      .when(m.input.n.lt(0), (then) =>
        then.fail("Negative", { error: "Negative", cause: text`${m.input.n} < 0` }),
      )
      .when(m.input.n.lt(10), () => "small" as string)
      .otherwise((otherwise) => text`${otherwise.invoke("Halve", half, { n: m.input.n }).n}`);

  it("takes the first branch whose condition holds, and gives what it returns", async () => {
    const describe = (m: Machine<Input>) => void m.succeed("Done", size(m));
    expect(await run(describe, { n: 3 })).to.include({ output: "small" });
    expect(await run(describe, { n: 30 })).to.include({ output: "15" });
    expect(await run(describe, { n: -1 })).to.include({ error: "Negative", cause: "-1 < 0" });
  });

  it("goes on after it when no condition holds and there is no otherwise", async () => {
    const describe = (m: Machine<Input>) => {
      m.choose("Done already?").when(m.input.n.eq(0), (then) => then.succeed("Nothing to do", "nothing"));
      m.succeed("Done", "done");
    };
    expect(await run(describe, { n: 0 })).to.include({ output: "nothing" });
    expect(await run(describe, { n: 1 })).to.include({ output: "done" });
  });

  it("ends a machine when it comes last", async () => {
    const describe = (m: Machine<Input>) =>
      void m.choose("Big?").when(m.input.n.gt(1), (then) => void then.pass("Yes", 1));
    for (const n of [1, 2]) expect(await run(describe, { n })).not.to.have.property("error");
  });

  it("needs no state for what a branch returns when its last state can assign it", () => {
    const asl = definition((m) => void m.succeed("Done", size(m)));
    expect(Object.keys(asl.States)).to.deep.equal([
      "How big?",
      "Negative",
      "How big?: result",
      "Halve",
      "Done",
    ]);
    expect(asl.States.Halve).to.deep.include({ Assign: { howBig: "{% '' & $states.result.Payload.n %}" } });
  });

  it("gives what an inner choice gives, without a variable between", async () => {
    const describe = (m: Machine<Input>) => {
      const word = m
        .choose("Outer")
        .when(m.input.n.gt(0), (then) =>
          then
            .choose("Inner")
            .when(m.input.n.gt(9), () => "big" as string)
            .otherwise(() => "small" as string),
        )
        .otherwise(() => "none" as string);
      m.succeed("Done", word);
    };
    for (const [n, output] of [
      [10, "big"],
      [1, "small"],
      [0, "none"],
    ] as const) {
      expect(await run(describe, { n })).to.include({ output });
    }
    expect(JSON.stringify(definition(describe))).not.to.include("$inner");
  });

  it("gives null for a branch that returns nothing", async () => {
    const describe = (m: Machine<Input>) => {
      const given = m
        .choose("Big?")
        .when(m.input.n.gt(1), () => "big")
        .otherwise((otherwise) => void otherwise.pass("Small", 0));
      m.succeed("Done", { given });
    };
    expect((await run(describe, { n: 0 })).output).to.deep.equal({ given: null });
  });
});

describe("map", () => {
  it("gives what each iteration returns, in order, also for none and for one", async () => {
    const describe = (m: Machine<Input>) => {
      const halves = m.map("Each", m.input.list.orElse([]), (each, n, index) => {
        const { n: halved } = each.invoke("Halve", half, { n });
        return { index, from: n, halved };
      });
      m.succeed("Done", halves);
    };
    expect((await run(describe, { n: 0 })).output).to.deep.equal([]);
    expect((await run(describe, { n: 0, list: [4] })).output).to.deep.equal([
      { index: 0, from: 4, halved: 2 },
    ]);
    expect((await run(describe, { n: 0, list: [4, 2] })).output).to.deep.equal([
      { index: 0, from: 4, halved: 2 },
      { index: 1, from: 2, halved: 1 },
    ]);
  });

  it("reads what was made around it", async () => {
    const nested = (m: Machine<Input>) => {
      const { n: base } = m.invoke("Base", half, { n: m.input.n });
      const rows = m.pass("Rows", [[1, 2], [3]]);
      const sums = m.map("Each row", rows, (outer, row, y) =>
        outer.map("Each cell", row, (_inner, cell) => cell.plus(base).plus(y.times(100))),
      );
      m.succeed("Done", sums);
    };
    expect((await run(nested, { n: 20 })).output).to.deep.equal([[11, 12], [113]]);
  });

  it("hands an iteration its item as it is, when nobody asks for the index", () => {
    const asl = definition((m) => {
      m.map("Each", m.input.list.orElse([]), (each, n) => each.invoke("Halve", half, { n }), {
        maxConcurrency: 3,
      });
    });
    expect(asl.States.Each).to.deep.include({ Type: "Map", MaxConcurrency: 3, End: true });
    expect(asl.States.Each).not.to.have.property("ItemSelector");
    const processor = asl.States.Each?.ItemProcessor;
    expect(processor).to.deep.include({ ProcessorConfig: { Mode: "INLINE" }, StartAt: "Each: item" });
    expect(processor?.States["Each: item"]).to.deep.equal({
      Type: "Pass",
      Assign: { eachItem: "{% $states.input %}" },
      Next: "Halve",
    });
    expect(processor?.States.Halve).to.deep.include({ Output: "{% $states.result.Payload %}", End: true });
  });

  it("gives null for iterations that return nothing, not their last state's output", async () => {
    const describe = (m: Machine<Input>) =>
      void m.succeed(
        "Done",
        m.map("Each", m.pass("List", [2, 4]), (each, n) => void each.invoke("Halve", half, { n })),
      );
    expect((await run(describe, { n: 0 })).output).to.deep.equal([null, null]);
  });
});

describe("parallel", () => {
  it("gives a tuple of what its branches return", async () => {
    const describe = (m: Machine<Input>) => {
      const both = m.parallel("Both", [
        (a) => a.invoke("Halve", half, { n: m.input.n }).n,
        (b) => b.pass("Word", text`was ${m.input.n}`),
      ]);
      m.succeed("Done", { half: both.at(0), word: both.at(1) });
    };
    expect((await run(describe, { n: 8 })).output).to.deep.equal({ half: 4, word: "was 8" });
  });
});

describe("attempt", () => {
  const attempt = (m: Machine<Input>) =>
    m.attempt(
      "Try",
      (body) => {
        const { n } = body.invoke("First", half, { n: m.input.n });
        return body.invoke("Second", half, { n }).n;
      },
      (_handler, error) => ({ name: error.Error, why: error.Cause }),
    );
  const describe_ = (m: Machine<Input>) => void m.succeed("Done", { got: attempt(m) });

  it("gives what its block returns when nothing fails, and what recover returns when something does", async () => {
    expect((await run(describe_, { n: 8 })).output).to.deep.equal({ got: 2 });
    expect((await run(describe_, { n: 6 })).output).to.deep.equal({ got: { name: "Odd", why: "3 is odd" } });
    expect((await run(describe_, { n: 5 })).output).to.deep.equal({ got: { name: "Odd", why: "5 is odd" } });
  });

  it("catches the failure of a whole map, and what fail raises in it", async () => {
    const describe = (m: Machine<Input>) => {
      const got = m.attempt(
        "Try",
        (body) => {
          const halves = body.map(
            "Each",
            m.input.list.orElse([]),
            (each, n) => each.invoke("Halve", half, { n }).n,
          );
          body
            .choose("None?")
            .when(halves.count().eq(0), (then) => then.fail("Empty", { error: "Empty", cause: "no list" }));
          return halves;
        },
        (_handler, error) => text`${error.Error}: ${error.Cause}`,
      );
      m.succeed("Done", { got });
    };
    expect((await run(describe, { n: 0, list: [2] })).output).to.deep.equal({ got: [1] });
    expect((await run(describe, { n: 0, list: [2, 3] })).output).to.deep.equal({ got: "Odd: 3 is odd" });
    expect((await run(describe, { n: 0 })).output).to.deep.equal({ got: "Empty: no list" });
  });

  it("lets a failure in recover out to the attempt around it", async () => {
    const describe = (m: Machine<Input>) => {
      const got = m.attempt(
        "Outer",
        (outer) =>
          outer.attempt(
            "Inner",
            (inner) => inner.fail("Break", { error: "First", cause: "1" }),
            (handler, error) =>
              handler.fail("Break again", { error: "Second", cause: text`after ${error.Error}` }),
          ),
        (_handler, error) => text`${error.Error} ${error.Cause}`,
      );
      m.succeed("Done", { got });
    };
    expect((await run(describe, { n: 0 })).output).to.deep.equal({ got: "Second after First" });
  });

  it("gives a cause of no words to a failure that has none", async () => {
    const describe = (m: Machine<Input>) =>
      void m.succeed(
        "Done",
        m.attempt(
          "Try",
          (body) => body.invoke("Halve", half, { n: 1 }).n,
          (_handler, error) => text`<${error.Cause}>`,
        ),
      );
    const services = {
      invoke: () => {
        throw new StateError("Silent", "");
      },
    };
    const asl = definition(describe) as unknown as JsonObject;
    expect((await interpret(asl, { services })).output).to.equal("<>");
  });

  it("goes on with the next state when both do nothing more", async () => {
    const describe = (m: Machine<Input>) => {
      m.attempt(
        "Try",
        (body) => void body.invoke("Halve", half, { n: m.input.n }),
        () => {},
      );
      m.succeed("Done", "done");
    };
    for (const n of [1, 2]) expect(await run(describe, { n })).to.include({ output: "done" });
  });
});

describe("variables", () => {
  it("can be set anew, by a state of their own or along with a task", async () => {
    const describe = (m: Machine<Input>) => {
      const total = m.variable<number>("Total", 0);
      m.assign("Add", [total.to(total.value.plus(m.input.n))]);
      m.choose("More?").when(m.input.n.gt(5), (then) =>
        then.assign("Add again", [total.to(total.value.plus(100))]),
      );
      m.succeed("Done", total.value);
    };
    expect((await run(describe, { n: 5 })).output).to.equal(5);
    expect((await run(describe, { n: 6 })).output).to.equal(106);
  });

  it("never have the name of a JSONata function, nor of one another", () => {
    const asl = definition((m) => {
      const count = m.pass("Count", [1]);
      const again = m.pass("count!", 2);
      const states = m.pass("states", 3);
      const word = m.pass("ł", 4);
      m.succeed("Done", { n: count.count(), again, states, word });
    });
    expect(asl.States.Done?.Output).to.deep.equal({
      n: "{% $count($count2) %}",
      again: "{% $count3 %}",
      states: "{% $states2 %}",
      word: "{% $value %}",
    });
  });
});
