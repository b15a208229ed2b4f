import { printable } from "@batchline/diagnostics";
import { anyCharacter } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { happyTenant } from "../../testing/tenants/tenant-folder.ts";
import { workflows } from "../../workflows/declarations.ts";
import { formatProblem } from "../tenants.ts";
import { paramsOf } from "../workflow-params.ts";
import { FileChecker } from "./check-file.ts";

const checker = new FileChecker(paramsOf(workflows));

/** Every problem must be at a place that the file has, and be printable. */
function expectSound(text: string): void {
  const { problems } = checker.check("tenants/acme.yaml", "acme", Buffer.from(text));
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  for (const problem of problems) {
    expect(problem.line, formatProblem(problem)).to.be.within(1, lines.length);
    expect(problem.column).to.be.within(1, (lines[problem.line - 1]?.length ?? 0) + 1);
    expect(problem.message).not.to.match(/undefined|\n|\.$/);
    const line = printable(lines[problem.line - 1] ?? "");
    expect(problem.excerpt ?? line).to.equal(line);
  }
}

describe("tenant files: random texts", () => {
  it("never throw, and every problem is at a place in the file", () => {
    fc.assert(fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), expectSound));
  });

  it("the same after random edits of a valid file", () => {
    const edit = fc.record({
      at: fc.nat(happyTenant.length),
      remove: fc.nat(20),
      insert: fc.constantFrom(
        "",
        " ",
        "\n",
        "\t",
        ":",
        "-",
        "'",
        '"',
        "{",
        "[",
        "&a ",
        "*a",
        "# ",
        "!",
        "|",
        "? ",
        "%",
        "<<: ",
        "@",
        "\u0000",
        "\u202e",
        "\r",
        "=======\n",
        "<<<<<<< HEAD\n",
        "##[",
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        expectSound(
          edits.reduce(
            (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
            happyTenant,
          ),
        );
      }),
    );
  });

  it("the same after replacing a value by any other", () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.jsonValue());
    const place = fc.constantFrom(
      ...[...happyTenant.matchAll(/(?<=: ).+$/gm)].map(({ index, 0: old }) => ({ index, old })),
    );
    fc.assert(
      fc.property(place, value, ({ index, old }, replacement) => {
        expectSound(
          happyTenant.slice(0, index) + JSON.stringify(replacement) + happyTenant.slice(index + old.length),
        );
      }),
    );
  });
});
