import { expect } from "chai";
import { build } from "../build.ts";
import {
  csvRows,
  type Expr,
  itemsOf,
  type Machine,
  machine,
  s3Objects,
  text,
  token,
  typed,
} from "../index.ts";
import { codesOf, problemsOf } from "../testing/problems.ts";

interface Input {
  readonly shop: string;
  readonly list: readonly number[];
}
type Describe = (m: Machine<Input>) => void;

describe("a distributed map before it runs", () => {
  const permissionsOf = (describe: Describe, machineArn?: string) => {
    const built = build(machine<Input>(describe));
    return built.permissions(Object.fromEntries(built.tokens.map((name) => [name, name])), machineArn);
  };

  it("needs the rights to start itself and to its objects, and no others", () => {
    const describe: Describe = (m) => {
      m.distributedMap(
        "Each",
        csvRows({ bucket: token("in"), key: text`rows/${m.input.shop}.csv` }),
        (_each, row) => row,
        { results: { bucket: "out", prefix: "results/" } },
      );
      m.distributedMap("List", s3Objects({ bucket: "in" }), (_each, { Key }) => Key);
    };
    const states = "arn:aws:states:eu-central-1:000000000000";
    expect(permissionsOf(describe, `${states}:stateMachine:machine`)).to.deep.equal([
      {
        Effect: "Allow",
        Action: ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"],
        Resource: ["arn:aws:s3:::out/results/*"],
      },
      {
        Effect: "Allow",
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::in/rows/*.csv", "arn:aws:s3:::out/results/*"],
      },
      { Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::in"] },
      {
        Effect: "Allow",
        Action: ["states:DescribeExecution", "states:RedriveExecution", "states:StopExecution"],
        Resource: [`${states}:execution:machine/*`, `${states}:execution:machine:*`],
      },
      { Effect: "Allow", Action: ["states:StartExecution"], Resource: [`${states}:stateMachine:machine`] },
    ]);
    expect(codesOf(() => permissionsOf(describe))).to.deep.equal(["BL-S020 Each"]);
  });

  describe("is rejected when", () => {
    const rejected = (code: string, describe: Describe) => {
      const [problem, ...others] = problemsOf(() => build(machine<Input>(describe)));
      expect(others).to.deep.equal([]);
      expect(problem?.code).to.equal(code);
      return problem?.state;
    };
    it("it uses a value or the input from outside", () => {
      expect(
        rejected("BL-S021", (m) => {
          const shop = m.pass("Shop", "x");
          m.distributedMap("Each", m.input.list, (_each, n) => text`${n} ${shop}`);
        }),
      ).to.equal("Each: item");
      rejected("BL-S021", (m) => void m.distributedMap("Each", m.input.list, () => m.input.shop));
    });
    it("its express executions wait", () => {
      rejected("BL-S022", (m) => {
        m.distributedMap(
          "Each",
          m.input.list,
          (each) =>
            void each.task("Wait", {
              resource: "arn:aws:states:::batch:submitJob.sync",
              arguments: { JobName: "j", JobQueue: "q", JobDefinition: "d" },
              allow: [],
            }),
          { executionType: "EXPRESS" },
        );
      });
    });
    for (const [what, options] of [
      ["more than 10,000 at once", { maxConcurrency: 10_001 }],
      ["more than all failures", { toleratedFailurePercentage: 101 }],
    ] as const) {
      it(`it has ${what}`, () => {
        rejected("BL-S010", (m) => void m.distributedMap("Each", m.input.list, (_each, n) => n, options));
      });
    }
    it("its batches have no limit, or one that is too high", () => {
      const batched = (options: object): Describe => {
        return (m) =>
          void m.distributedMap("Each", itemsOf(m.input.list).batched(options), (_each, { Items }) => Items);
      };
      rejected("BL-S012", batched({}));
      rejected("BL-S010", batched({ maxBytes: 262_145 }));
    });
    it("its label has a space", () => {
      rejected(
        "BL-S002",
        (m) => void m.distributedMap("Each", m.input.list, (_each, n) => n, { label: "a b" }),
      );
    });
  });

  it("has types for its items and results", () => {
    const describe: Describe = (m) => {
      const rows = csvRows({ bucket: "b", key: "k", headers: ["sku"] });
      // @ts-expect-error there is no such column
      m.distributedMap("A", rows, (_each, row) => row.price);
      // @ts-expect-error cells are text
      m.distributedMap("B", rows, (_each, row) => row.sku.plus(1));
      const lengths: Expr<number[]> = m.distributedMap("C", rows, (_each, { sku }) => sku.length());
      const results = { bucket: "b", prefix: "p" };
      // @ts-expect-error results are in S3
      m.distributedMap("D", rows, (_each, { sku }) => sku, { results }).count();
      typed<readonly number[]>(lengths);
    };
    expect(describe).to.be.a("function");
  });
});
