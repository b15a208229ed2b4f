import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { StackConfigSchema } from "../config/stack-schema.ts";
import { checkout } from "../testing/checkout.ts";

const page = readFileSync(join(checkout, "docs", "aws.md"), "utf8");

describe("docs/aws.md", () => {
  it("has a row for every component", () => {
    const folder = join(checkout, "components");
    const components = sources(folder).flatMap((file) =>
      [
        ...readFileSync(join(folder, file), "utf8").matchAll(/export class (\w+) extends ComponentResource/g),
      ].map(([, name]) => name),
    );
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    expect(
      components.filter((name) => !rows.some((row) => row.split("|")[1]?.includes(`\`${name}\``))),
    ).to.deep.equal([]);
  });

  it("names settings that there are", () => {
    const settings = new Set(Object.keys(StackConfigSchema.shape));
    const named = [...page.matchAll(/`([a-z][A-Za-z]+): [^`]+`/g)].map(([, key]) => key as string);
    expect(named).to.include("spotAllocation");
    expect(named.filter((key) => !settings.has(key))).to.deep.equal([]);
  });
});

/** The TypeScript files below `folder`, tests aside. */
function sources(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
}
