import type { Service } from "@batchline/state-machines/testing";
import { expect } from "chai";
import { build } from "../build.ts";
import { hash, type Machine, machine, text } from "../index.ts";
import { definition, half, type Input, run } from "../testing/halving.ts";

describe("a machine", () => {
  it("keeps results in variables, and assigns only those that are read", async () => {
    const describe = (m: Machine<Input>) => {
      const first = m.invoke("First half", half, { n: m.input.n });
      m.invoke("Unread", half, { n: 2 });
      const second = m.invoke("Second half", half, { n: first.n });
      m.succeed("Done", { was: m.input.n, is: second.n });
    };
    const asl = definition(describe);
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
    const { output } = await run(describe, { n: 12 });
    expect(output).to.deep.equal({ was: 12, is: 3 });
  });

  it("writes its states in the order of their description", () => {
    const asl = definition((m) => {
      m.choose("A")
        .when(m.input.n.eq(1), (then) => then.pass("B", 1))
        .otherwise((otherwise) => otherwise.pass("C", 2));
      m.pass("D", 3);
    });
    expect(Object.keys(asl.States)).to.deep.equal(["A", "B", "C", "D"]);
    expect(asl.States.D).to.deep.equal({ Type: "Pass", End: true });
  });

  it("has a comment and a timeout", () => {
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

describe("wait", () => {
  it("waits for seconds and until a time, also as the last state of a block", async () => {
    const describe = (m: Machine<Input>) => {
      const waited = m
        .choose("How?")
        .when(m.input.n.eq(0), (then) => {
          then.wait("Until noon", { until: "2026-01-01T12:00:00Z" });
          return "until" as string;
        })
        .otherwise((otherwise) => {
          otherwise.wait("For a while", { seconds: m.input.n });
          return "for" as string;
        });
      m.succeed("Done", { waited });
    };
    expect(await run(describe, { n: 0 })).to.deep.include({
      output: { waited: "until" },
      elapsedSeconds: 12 * 3600,
    });
    expect(await run(describe, { n: 90 })).to.deep.include({ output: { waited: "for" }, elapsedSeconds: 90 });
  });
});

describe("awsSdk", () => {
  it("calls an action with its arguments, and needs the allowed rights", async () => {
    const describe = (m: Machine<Input>) => {
      const { Buckets } = m.awsSdk<{ Buckets: { Name: string }[] }>(
        "List",
        "s3",
        "listBuckets",
        { MaxBuckets: m.input.n },
        { allow: [{ actions: ["s3:ListAllMyBuckets"], resources: ["*"] }] },
      );
      m.succeed(
        "Done",
        Buckets.map(({ Name }) => Name),
      );
    };
    const listBuckets: Service = ({ arguments: args }) => ({ Buckets: [{ Name: JSON.stringify(args) }] });
    expect((await run(describe, { n: 2 }, { listBuckets })).output).to.deep.equal(['{"MaxBuckets":2}']);
    expect(build(machine<Input>(describe)).permissions({})).to.deep.equal([
      { Effect: "Allow", Action: ["s3:ListAllMyBuckets"], Resource: ["*"] },
    ]);
  });
});

describe("hash", () => {
  it("returns hexadecimal digits; SHA-256 by default", async () => {
    const { output } = await run((m) => void m.succeed("Done", [hash("a"), hash("a", "MD5")]), {});
    expect(output).to.deep.equal([
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
      "0cc175b9c0f1b6a831c399e269772661",
    ]);
  });
});

describe("variables", () => {
  it("change by set", async () => {
    const describe = (m: Machine<Input>) => {
      const total = m.variable<number>("Total", 0);
      m.set("Add", total.to(total.value.plus(m.input.n)));
      m.choose("More?").when(m.input.n.gt(5), (then) =>
        then.set("Add again", total.to(total.value.plus(100))),
      );
      m.succeed("Done", total.value);
    };
    expect((await run(describe, { n: 5 })).output).to.equal(5);
    expect((await run(describe, { n: 6 })).output).to.equal(106);
  });

  it("never have the name of a JSONata function or of another variable", () => {
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
