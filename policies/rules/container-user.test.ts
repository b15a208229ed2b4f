import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { containerWith, definitionWith, happyDefinition } from "../../testing/policies/happy.ts";
import { containerUser as rule } from "./container-user.ts";

describe("policy container-user", () => {
  it("a user that is not root: accepted", () => {
    for (const happy of [
      happyDefinition,
      ...["node", "1000", "10:0", "rooted"].map((user) => containerWith({ user })),
    ])
      expect(check(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  for (const user of ["root", "0", "0:1000", "root:root", "00"])
    it(`${user}: refused`, () => {
      expect(check(rule, containerWith({ user })).violations).to.deep.equal(["containerProperties.user"]);
    });

  it("the image's own user: refused, unless the image is trusted", () => {
    for (const user of [undefined, ""]) {
      const silent = containerWith({ user });
      expect(check(rule, silent).violations).to.deep.equal(["containerProperties.user"]);
      const config = { trustedImages: ["registry.example/"] };
      expect(check(rule, silent, config).violations).to.deep.equal([]);
    }
    const config = { trustedImages: ["registry.example/"] };
    expect(check(rule, containerWith({ user: "root" }), config).violations).to.have.lengthOf(1);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, definitionWith({ containerProperties: unknown })).unchecked).to.deep.equal([
      "containerProperties",
    ]);
  });
});
