import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Command, CommanderError } from "commander";
import { listFiles } from "../.ci/checks/files.ts";
import { checkout } from "../testing/checkout.ts";
import { allBelow, batchlineCommand } from "./command-line.ts";

/** In lower case it is the command, with what follows on its line up to what cannot be a part of it. */
const named = /(?<![\w@/.-])batchline (?=[a-z])([^\n`"',;:|)(…{}$&]*)/g;

/** The command line, with commands that parse and do nothing. */
function parser(): Command {
  const program = batchlineCommand(() => {}, []);
  for (const command of [program, ...allBelow(program)]) {
    command.configureOutput({ writeErr() {}, writeOut() {}, outputError() {} });
    command.allowExcessArguments();
    if (command.commands.length === 0) command.action(() => {});
  }
  return program;
}

/** Why the command line refuses `text`; undefined when it takes it. */
function refusal(text: string): string | undefined {
  // Brackets mark an option; what follows a # is a comment.
  const words = text
    .replace(/ #.*$| \\$| -->.*$|<\/.*$/, "")
    .replaceAll(/[[\]]/g, "")
    .trim()
    .split(/\s+/);
  try {
    parser().parse(words, { from: "user" });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Text may name a command without its arguments or the values of its options.
    const fine = [
      "commander.helpDisplayed",
      "commander.help",
      "commander.version",
      "commander.missingArgument",
      "commander.missingMandatoryOptionValue",
    ];
    return [...fine, "commander.optionMissingArgument"].includes(error.code) ? undefined : error.message;
  }
}

describe("texts that name a batchline command", () => {
  it("each named command: exists, with its options", () => {
    const files = listFiles([], /\.(ts|js|md|ya?ml)$|^\.ci\/run$/).filter(
      (file) => !file.endsWith(".test.ts"),
    );
    const found = files.flatMap((file) =>
      [...readFileSync(join(checkout, file), "utf8").matchAll(named)].map(([, text]) => ({ file, text })),
    );
    expect(found.map(({ text }) => text?.trim())).to.include("policy docs");
    const refused = found.flatMap(({ file, text = "" }) => {
      const why = refusal(text);
      return why === undefined ? [] : [`${file}: batchline ${text.trim()}: ${why}`];
    });
    expect(refused).to.deep.equal([]);
  });

  it("a command on a run that latest may name: takes --workflow", () => {
    const reproduce = "reproduce --tenant acme --stage fetch";
    for (const command of ["why", "logs", "follow", "report", "stop", "rerun", reproduce])
      expect(refusal(`${command} --workflow catalog-import`), command).to.equal(undefined);
  });

  it("an unknown command or option: refused", () => {
    expect(refusal("everything, then")).to.contain("unknown command");
    expect(refusal("stopped <run>")).to.contain("unknown command");
    expect(refusal("run catalog-import --locale")).to.contain("unknown option");
    expect(refusal("tenants")).to.equal(undefined);
  });
});
