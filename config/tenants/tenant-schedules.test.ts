import { expect } from "chai";
import * as z from "zod";
import { workflows } from "../../workflows/declarations.ts";
import { formatProblem } from "../tenants.ts";
import { paramsOf } from "../workflow-params.ts";
import { FileChecker } from "./check-file.ts";

const checker = new FileChecker(paramsOf(workflows));

function check(schedule: string, by = checker) {
  const text = `id: acme\nname: Acme\nworkflows:\n  rescale-images:\n    schedule: ${schedule}\n`;
  const { tenant, problems } = by.check("tenants/acme.yaml", "acme", new TextEncoder().encode(text));
  return { tenant, problems, text: problems.map(formatProblem).join("\n") };
}

/** `line:column code` of each problem. */
const places = (schedule: string) =>
  check(schedule).problems.map(({ line, column, code }) => `${line}:${column} ${code}`);

describe("a tenant's own schedule", () => {
  it("is kept apart from the workflow's parameters", () => {
    const { tenant, text } = check('{ cron: "0 5 * * ? *", timezone: America/New_York }');
    expect(text).to.equal("");
    expect(tenant?.schedules).to.deep.equal({
      "rescale-images": { cron: "0 5 * * ? *", timezone: "America/New_York" },
    });
    expect(tenant?.workflows).to.deep.equal({ "rescale-images": { maxItemFailures: 0.1 } });
  });

  it("may be by hand", () => {
    expect(check("by hand").tenant?.schedules).to.deep.equal({ "rescale-images": "by hand" });
  });

  it("reports all problems at once, each at its place with a fix", () => {
    const wrong = check('{ cron: "0 5 * * *", timezone: Amerika/New_York, tz: x }');
    expect(wrong.problems.map(({ line, column, code }) => [line, column, code])).to.deep.equal([
      [5, 23, "BL-T019"],
      [5, 46, "BL-T020"],
      [5, 64, "BL-T007"],
    ]);
    expect(wrong.text)
      .to.contain('schedule.cron: "0 5 * * *" does not have the six fields')
      .and.contain("^ perhaps 0 5 * * ? *")
      .and.contain('^ did you mean "America/New_York"?')
      .and.contain('unknown key "tz" in workflows.rescale-images.schedule');
  });

  const refused: readonly [what: string, schedule: string, places: readonly string[], message: string][] = [
    [
      "each field out of range",
      '{ cron: "61 25 * * ? *", timezone: UTC }',
      ["5:23 BL-T019", "5:23 BL-T019"],
      'hours cannot be "25"',
    ],
    ["both days", '{ cron: "0 5 * * * *", timezone: UTC }', ["5:23 BL-T019"], "^ perhaps 0 5 * * ? *"],
    [
      "an offset",
      '{ cron: "0 5 * * ? *", timezone: "+01:00" }',
      ["5:48 BL-T020"],
      "is not an IANA time zone",
    ],
    ["an abbreviation", '{ cron: "0 5 * * ? *", timezone: PST }', ["5:48 BL-T020"], '"PST" is not an IANA'],
    [
      "another spelling",
      '{ cron: "0 5 * * ? *", timezone: europe/warsaw }',
      ["5:48 BL-T020"],
      "Europe/Warsaw",
    ],
    ["no time zone", '{ cron: "0 5 * * ? *" }', ["5:5 BL-T008"], "schedule.timezone is missing"],
    ["a number", "{ cron: 5, timezone: UTC }", ["5:23 BL-T009"], "write it in quotes"],
    [
      "a cron expression alone",
      '"0 5 * * ? *"',
      ["5:15 BL-T010"],
      'must be "by hand" or a block with cron: and timezone:, not "0 5',
    ],
    ["a list", "[1]", ["5:15 BL-T010"], "not a list"],
    ["nothing", "", ["5:5 BL-T008"], "schedule has no value"],
  ];
  for (const [what, schedule, where, message] of refused) {
    it(`cannot be ${what}`, () => {
      expect(places(schedule)).to.deep.equal(where);
      expect(check(schedule).text).to.contain(message);
    });
  }

  it("exists only for workflows whose parameters are an object", () => {
    const any = new FileChecker({ "rescale-images": z.unknown() });
    expect(check("by hand", any).tenant?.schedules).to.equal(undefined);
  });
});
