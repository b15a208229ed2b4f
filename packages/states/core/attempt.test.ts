import { StateError } from "@batchline/state-machines";
import { expect } from "chai";
import { type Machine, text } from "../index.ts";
import { definition, half, type Input, run } from "../testing/halving.ts";
import { codesOf } from "../testing/problems.ts";

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

  it("returns its block's value, or the value of recover after a failure", async () => {
    expect((await run(describe_, { n: 8 })).output).to.deep.equal({ got: 2 });
    expect((await run(describe_, { n: 6 })).output).to.deep.equal({ got: { name: "Odd", why: "3 is odd" } });
    expect((await run(describe_, { n: 5 })).output).to.deep.equal({ got: { name: "Odd", why: "5 is odd" } });
  });

  it("catches the failure of a whole map, and of fail inside it", async () => {
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

  it("passes a failure in recover to the attempt around it", async () => {
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

  it("has an empty cause for a failure without one", async () => {
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

  it("continues with the next state when both blocks are empty", async () => {
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

  describe("with errors", () => {
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

    it("passes other errors to the attempt around it, also those of fail", async () => {
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

    it("knows the names of its errors, and rejects unknown ones", () => {
      const rejected = (code: string, describe: (m: Machine<Input>) => void) =>
        expect(codesOf(() => definition(describe))).to.deep.equal([code]);
      rejected("BL-S023 Halve", (m) => {
        m.attempt(
          "Try",
          (body) => void body.invoke("Halve", half, { n: 1 }, { retry: [{ errors: ["States.TimeOut"] }] }),
          () => {},
        );
      });
      rejected("BL-S024 Fail", (m) => {
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
  it("runs a whole block again, up to its maximum, and returns the block's value", async () => {
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
