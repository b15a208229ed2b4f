import { acceptedExpressions, refusedExpressions } from "@batchline/asl/testing";
import { expect } from "chai";
import { build, InvalidMachineError } from "../build.ts";
import { type Block, type Expr, lambdaFunction, type Machine, machine, rawJsonata } from "../index.ts";
import { onlyProblem, problemsOf } from "../testing/problems.ts";

interface Input {
  readonly n: number;
  readonly list: readonly number[];
}
type Describe = (m: Machine<Input>) => void;

const fn = lambdaFunction<{ readonly n: number }, { readonly n: number }>("arn:aws:lambda:::function:f");

const problems = (describe: Describe) => problemsOf(() => build(machine<Input>(describe)));

/** Expects one problem, of this code, at this state. Returns its message. */
const refused = (code: string, state: string | undefined, describe: Describe) =>
  onlyProblem(code, state, () => build(machine<Input>(describe)));

describe("building a machine refuses", () => {
  it("two states of one name, also where one is inside a map", () => {
    const message = refused("BL-S001", "Twice", (m) => {
      m.pass("Twice", 1);
      m.map("Each", m.input.list, (each) => void each.pass("Twice", 2));
    });
    expect(message).to.match(
      /^packages\/states\/checks\/checks\.test\.ts:\d+:\d+: state "Twice": BL-S001: another state at packages\/states\/checks\/checks\.test\.ts:\d+ has the same name\. Give one/,
    );
  });

  for (const name of ["", "x".repeat(81), "a\nb", "States"]) {
    it(`the state name ${JSON.stringify(name.slice(0, 5))} of ${name.length} characters`, () => {
      refused("BL-S002", name, (m) => void m.pass(name, 1));
    });
  }

  it("a state that comes after the end of its block", () => {
    refused("BL-S003", "Late", (m) => {
      m.succeed("End");
      m.pass("Late", 1);
    });
    refused("BL-S003", "Late", (m) => {
      m.choose("Which?")
        .when(m.input.n.eq(1), (then) => then.succeed("One"))
        .otherwise((otherwise) => otherwise.fail("Other", { error: "E", cause: "c" }));
      m.pass("Late", 1);
    });
  });

  it("a value of a map's iteration outside of it", () => {
    const message = refused("BL-S004", "Use", (m) => {
      let inner: Expr<number> | undefined;
      m.map("Each", m.input.list, (each, item) => {
        inner = each.pass("Inner", item);
      });
      m.succeed("Use", inner);
    });
    expect(message).to.include('it uses "Inner", which is set in a block that does not contain it');
  });

  it("a value of one parallel branch in another", () => {
    refused("BL-S004", "Two", (m) => {
      let inner: Expr<number> | undefined;
      m.parallel("Both", [
        (a) => {
          inner = a.pass("One", 1 as number);
        },
        (b) => b.invoke("Two", fn, { n: inner as Expr<number> }),
      ]);
    });
  });

  it("a value of another machine", () => {
    let other: Expr<number> | undefined;
    build(
      machine((m) => {
        other = m.pass("Other", 1 as number);
      }),
    );
    refused("BL-S004", "Use", (m) => void m.succeed("Use", other));
  });

  it("a value that only one branch of a choice makes", () => {
    refused("BL-S005", "Use", (m) => {
      let maybe: Expr<number> | undefined;
      m.choose("Maybe?").when(m.input.n.eq(1), (then) => {
        maybe = then.pass("Maybe", 1 as number);
      });
      m.succeed("Use", maybe);
    });
  });

  it("a value of a block that may have failed before it made it", () => {
    const describe = (use: "inside" | "after" | "nowhere"): Describe => {
      return (m) => {
        let made: Expr<{ readonly n: number }> | undefined;
        m.attempt(
          "Try",
          (body) => {
            made = body.invoke("Make", fn, { n: 1 });
          },
          (handler) => {
            if (use === "inside") handler.pass("Use", made as Expr<{ readonly n: number }>);
          },
        );
        if (use === "after") m.succeed("Use", made);
      };
    };
    // Nothing reads what a Pass state makes last, so it is not assigned and reads nothing either.
    expect(problems(describe("nowhere"))).to.deep.equal([]);
    refused("BL-S005", "Use", describe("after"));
  });

  it("a value that is fine after all: one that every way makes, or that ends otherwise", () => {
    expect(
      problems((m) => {
        const total = m.variable<number>("Total", 0);
        let made: Expr<number> | undefined;
        m.choose("Which?")
          .when(m.input.n.eq(1), (then) => then.fail("No", { error: "E", cause: "c" }))
          .otherwise((otherwise) => {
            made = otherwise.pass("Made", 1 as number);
          });
        m.set("Add", total.to(total.value.plus(made as Expr<number>)));
        m.succeed("Use", total.value);
      }),
    ).to.deep.equal([]);
  });

  it("a state that is added to the block around the one being described", () => {
    const message = refused("BL-S006", "Wrong", (m) => {
      m.map("Each", m.input.list, () => void m.pass("Wrong", 1));
    });
    expect(message).to.include("the block around the one being described");
  });

  it("a state that is added to a block that has been described", () => {
    refused("BL-S006", "Wrong", (m) => {
      let kept: Block | undefined;
      m.map("Each", m.input.list, (each) => {
        kept = each;
        each.pass("Inside", 1);
      });
      kept?.pass("Wrong", 1);
    });
  });

  it("JSONata that does not parse, and shows where", () => {
    const message = refused("BL-S007", "Raw", (m) => void m.succeed("Raw", rawJsonata<number>`$sum([1, 2)`));
    expect(message).to.include("at character").and.to.include("$sum([1, 2)");
  });

  it("functions that Step Functions does not have, and variables that nobody assigns", () => {
    for (const [source, name] of [
      [rawJsonata<number>`$eval('1')`, "eval"],
      [rawJsonata<number>`$plan.x`, "plan"],
      [rawJsonata<number>`$map([1], function($x) { $y })`, "y"],
    ] as const) {
      expect(refused("BL-S008", "Raw", (m) => void m.succeed("Raw", source))).to.include(
        `Variable '${name}' is possibly not defined at `,
      );
    }
  });

  for (const [source, code, message] of refusedExpressions) {
    it(`the expression ${source}, which Step Functions refuses`, () => {
      const raw = rawJsonata<number>(Object.assign([source], { raw: [source] }));
      const given = refused(code === "BL-L009" ? "BL-S007" : "BL-S008", "Raw", (m) => {
        m.succeed("Raw", { v: raw });
      });
      expect(given).to.include(message.replace(/\.$/, "")).and.to.include(source);
    });
  }

  it("such an expression in a value that no state reads", () => {
    const phone = rawJsonata<number>`phone.number`;
    refused("BL-S008", "A", (m) => void m.pass("A", { x: phone }));
    refused("BL-S008", "A", (m) => {
      m.pass("A", { x: phone });
      m.succeed("End", 1);
    });
    refused("BL-S008", "A", (m) => void m.pass("A", rawJsonata<number>`$eval('1')`));
    refused("BL-S007", "In", (m) => {
      m.map("Each", m.input.list, (each) => {
        each.pass("In", rawJsonata<number>`1 +`);
        each.pass("Other", 1);
      });
      m.succeed("End", 1);
    });
  });

  it("no unused value that reads another one, an item or a caught error", () => {
    const describe: Describe = (m) => {
      const one = m.pass("One", 1);
      m.pass("Two", { one });
      m.map("Each", m.input.list, (each, item, index) => {
        each.pass("In", { item, index });
        each.pass("Last", 1);
      });
      const chosen = m
        .choose("Which?")
        .when(m.input.n.eq(1), (then) => then.pass("B", 1))
        .otherwise((otherwise) => otherwise.pass("C", 2));
      m.pass("Chosen", { chosen });
      m.attempt(
        "Try",
        (body) => void body.invoke("Call", fn, { n: 1 }),
        (recover, error) => void recover.pass("Caught", { cause: error.Cause }),
      );
    };
    expect(problems(describe)).to.deep.equal([]);
  });

  it("no expression that Step Functions accepts", () => {
    for (const source of acceptedExpressions) {
      const raw = rawJsonata<number>(Object.assign([source], { raw: [source] }));
      expect(problems((m) => void m.succeed("Raw", { v: raw }))).to.deep.equal([]);
    }
  });

  it("nothing of JSONata that makes its own variables", () => {
    for (const source of [
      rawJsonata<number>`($x := 1; $f := function($a, $b) { $a + $b }; $f($x, 2))`,
      rawJsonata<number>`$states.context.Execution.Input.list#$i.($i)`,
      rawJsonata<number>`$uuid() & $hash('a', 'MD5') & $range(1, 2, 1)[0]`,
    ]) {
      expect(problems((m) => void m.succeed("Raw", { x: source }))).to.deep.equal([]);
    }
  });

  it("arguments that a service does not know, however they are put together", () => {
    const job = { JobName: "j", JobQueue: "q", JobDefinition: "d" };
    const submit = (more: object): Describe => {
      return (m) => void m.submitJob("Submit", { ...job, ...more } as typeof job);
    };
    expect(refused("BL-S011", "Submit", submit({ ArraySize: 2 }))).to.include(
      "arn:aws:states:::batch:submitJob has no argument ArraySize. It takes ArrayProperties,",
    );
    expect(
      refused("BL-S011", "Submit", submit({ ContainerOverrides: { Environment: [{ name: "x" }] } })),
    ).to.include("no argument ContainerOverrides.Environment[].name. It takes Name, Value.");
  });

  it("a task without an argument that its service needs", () => {
    refused("BL-S012", "Submit", (m) => {
      const resource = "arn:aws:states:::batch:submitJob";
      m.task("Submit", { resource, arguments: { JobName: "j", JobQueue: "q" }, allow: [] });
    });
  });

  it("an attempt with nothing in it that can fail", () => {
    refused(
      "BL-S018",
      "Try",
      (m) =>
        void m.attempt(
          "Try",
          (body) => void body.pass("Safe", 1),
          () => {},
        ),
    );
  });

  it("a machine without states and a parallel without branches", () => {
    refused("BL-S019", undefined, () => {});
    refused("BL-S019", "None", (m) => void m.parallel("None", []));
  });

  it("everything at once, each problem on a line", () => {
    const build_ = () =>
      build(
        machine<Input>((m) => {
          m.pass("Same", 1);
          m.pass("Same", 2);
          m.pass("", 3);
        }),
      );
    expect(build_).to.throw(InvalidMachineError, /BL-S001.*\n.*BL-S002/);
  });

  it("but not a payload with a field called States", () => {
    const any = lambdaFunction<unknown, unknown>("arn:aws:lambda:::function:f");
    expect(
      problems((m) => void m.invoke("F", any, { States: "x", deep: { States: { a: {} } } })),
    ).to.deep.equal([]);
  });
});
