import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { containerWith, definitionWith, happyDefinition } from "../../testing/policies/happy.ts";
import { containerUser as rule } from "./container-user.ts";

describe("policy container-user", () => {
  it("is kept by a user that is not root", () => {
    for (const happy of [
      happyDefinition,
      ...["node", "1000", "10:0", "rooted"].map((user) => containerWith({ user })),
    ])
      expect(judge(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
  });

  for (const user of ["root", "0", "0:1000", "root:root", "00"])
    it(`refuses ${user}`, () => {
      expect(judge(rule, containerWith({ user })).violations).to.deep.equal([
        `containerProperties.user is ${user}, which is root`,
      ]);
    });

  it("refuses a container that leaves it to its image, unless that is trusted", () => {
    for (const user of [undefined, ""]) {
      const silent = containerWith({ user });
      expect(judge(rule, silent).violations).to.deep.equal([
        "containerProperties.user is missing: whether the image's own is root cannot be seen",
      ]);
      const config = { trustedImages: ["registry.example/"] };
      expect(judge(rule, silent, config).violations).to.deep.equal([]);
    }
    const config = { trustedImages: ["registry.example/"] };
    expect(judge(rule, containerWith({ user: "root" }), config).violations).to.have.lengthOf(1);
  });

  it("says what it could not see", () => {
    expect(judge(rule, definitionWith({ containerProperties: unknown })).unjudged).to.deep.equal([
      "containerProperties",
    ]);
  });
});
