import { expect } from "chai";
import { expiredBy, parseLifecyclePolicy } from "./lifecycle-policy.ts";

const day = 86_400_000;
const image = (name: string, age: number, ...tags: string[]) => ({ name, pushedAt: (10 - age) * day, tags });
const rule = (rulePriority: number, selection: object) => ({
  ...{ rulePriority, selection },
  action: { type: "expire" },
});
const parse = (...rules: object[]) => parseLifecyclePolicy(JSON.stringify({ rules }));

describe("a repository's lifecycle policy", () => {
  const images = [image("old", 9), image("new", 1), image("v1", 8, "v1"), image("v2", 2, "v2", "prod-2")];
  const expired = (...rules: object[]) =>
    expiredBy(parse(...rules), images, 10 * day).map(({ name }) => name);
  const most = (countNumber: number) => ({ countType: "imageCountMoreThan", countNumber });

  it("counts the youngest, and expires the others", () => {
    expect(expired(rule(1, { tagStatus: "untagged", ...most(1) }))).to.deep.equal(["old"]);
    expect(expired(rule(1, { tagStatus: "any", ...most(2) }))).to.deep.equal(["v1", "old"]);
  });

  it("counts days since the push, also of an image that has just lost its tag", () => {
    const days = { countType: "sinceImagePushed", countUnit: "days", countNumber: 5 };
    expect(expired(rule(1, { tagStatus: "untagged", ...days }))).to.deep.equal(["old"]);
  });

  it("selects images whose tags have all prefixes", () => {
    const tagged = (...tagPrefixList: string[]) => ({ tagStatus: "tagged", tagPrefixList });
    expect(expired(rule(1, { ...tagged("v"), ...most(1) }))).to.deep.equal(["v1"]);
    expect(expired(rule(1, { ...tagged("v", "prod"), ...most(1) }))).to.deep.equal([]);
  });

  it("a rule leaves alone what a rule of a lower number selects", () => {
    const keepsAll = rule(1, { tagStatus: "untagged", ...most(9) });
    expect(expired(rule(2, { tagStatus: "any", ...most(1) }), keepsAll)).to.deep.equal(["v1"]);
  });

  it("is refused with AWS's code if it is not valid", () => {
    for (const selection of [
      { tagStatus: "tagged", ...most(1) },
      { tagStatus: "untagged", ...most(0) },
      { tagStatus: "untagged", countType: "sinceImagePushed", countNumber: 1 },
    ])
      expect(() => parse(rule(1, selection)))
        .to.throw("Lifecycle policy validation failure")
        .with.property("code", "InvalidParameterException");
  });
});
