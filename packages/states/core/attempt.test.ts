import { StateError } from "@batchline/state-machines";
import { expect } from "chai";
import { type Machine, text } from "../index.ts";
import { definition, half, type Input, run } from "../testing/halving.ts";

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
    expect((await run(describe, { n: 0 }, services)).output).to.equal("<>");
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

  describe("of some errors only", () => {
    const describe_ = (m: Machine<Input>) => {
      const got = m.attempt(
        "Outer",
        (outer) =>
          outer.attempt(
            "Inner",
            (inner) => {
              inner
                .choose("Zero?")
                .when(m.input.n.eq(0), (then) => then.fail("Zero", { error: "Zero", cause: "no" }));
              return inner.invoke("Halve", half, { n: m.input.n }).n;
            },
            (_handler, error) => text`inner ${error.Error}`,
            { errors: ["Odd"] },
          ),
        (_handler, error) => text`outer ${error.Error}`,
      );
      m.succeed("Done", { got });
    };

    it("lets the others out to the attempt around it, those of fail, too", async () => {
      expect((await run(describe_, { n: 4 })).output).to.deep.equal({ got: 2 });
      expect((await run(describe_, { n: 3 })).output).to.deep.equal({ got: "inner Odd" });
      expect((await run(describe_, { n: 0 })).output).to.deep.equal({ got: "outer Zero" });
      const services = {
        invoke: () => {
          throw new StateError("Even worse", "");
        },
      };
      expect((await run(describe_, { n: 4 }, services)).output).to.deep.equal({ got: "outer Even worse" });
    });

    it("knows the names of what it catches, and refuses those that there are not", () => {
      const refused = (code: string, describe: (m: Machine<Input>) => void) =>
        expect(() => definition(describe)).to.throw(code);
      refused("BL-S023: there is no error States.TimeOut", (m) => {
        m.attempt(
          "Try",
          (body) => void body.invoke("Halve", half, { n: 1 }, { retry: [{ errors: ["States.TimeOut"] }] }),
          () => {},
        );
      });
      refused('state "Fail": BL-S024: whether "Try" catches it is not known', (m) => {
        m.attempt(
          "Try",
          (body) => {
            const { n } = body.invoke("Halve", half, { n: 1 });
            body.fail("Fail", { error: text`E${n}`, cause: "c" });
          },
          (_handler, error) => {
            // @ts-expect-error only Odd is caught
            error.Error.eq("Even");
            return error.Error.eq("Odd");
          },
          { errors: ["Odd"] },
        );
      });
    });
  });
});

describe("retry", () => {
  it("runs a whole block again, as often as it may, and gives what it returned", async () => {
    const describe = (m: Machine<Input>) => {
      const halved = m.retry("Again", [{ errors: ["Odd"], maxAttempts: 2, intervalSeconds: 5 }], (body) => {
        body.pass("First", 1);
        return body.invoke("Halve", half, { n: m.input.n }, { retry: [] }).n;
      });
      m.succeed("Done", { halved });
    };
    let calls = 0;
    const services = {
      invoke: () => {
        calls += 1;
        if (calls < 3) throw new StateError("Odd", "not yet");
        return { Payload: { n: 21 } };
      },
    };
    expect(await run(describe, { n: 0 }, services)).to.deep.include({
      output: { halved: 21 },
      elapsedSeconds: 15,
    });
  });
});
