import { expect } from "chai";
import { z } from "zod";
import { InvalidWorkflowError } from "./declaration-checks.ts";
import { perTenant } from "./per-tenant.ts";
import { minutes, workflow } from "./workflow.ts";

const declare = (secrets: Readonly<Record<string, string>>) =>
  workflow({
    name: "import",
    params: z.unknown(),
    chunks: perTenant(),
    stages: { write: { vcpus: 1, memoryMiB: 512, timeout: minutes(1), secrets } },
    machine: (m) => m.succeed("Done"),
  });

describe("a stage that gets secrets", () => {
  it("names the variables and the secrets, never a value", () => {
    expect(declare({ DATABASE_PASSWORD: "orders-database" }).stages.write.secrets).to.deep.equal({
      DATABASE_PASSWORD: "orders-database",
    });
  });

  for (const variable of ["AWS_SECRET_ACCESS_KEY", "BATCHLINE_TABLE", "database-password"]) {
    it(`cannot get one as ${variable}`, () => {
      expect(() => declare({ [variable]: "orders-database" })).to.throw(
        InvalidWorkflowError,
        `workflow "import": stages.write.secrets.${variable}: name the variable with letters, digits and _, not starting with a digit, AWS_ or BATCHLINE_`,
      );
    });
  }
});
