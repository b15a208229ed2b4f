import { gzipSync } from "node:zlib";
import { mimeMultipart } from "@batchline/aws-facts";
import { expect } from "chai";
import { instanceUserData } from "../../components/compute/instance-user-data.ts";
import { ecsAgentAuth } from "../../components/compute/registry-auth.ts";
import { check, unknown } from "../../testing/policies/checking.ts";
import { happyTemplate, templateWith } from "../../testing/policies/happy.ts";
import { type InstanceProps, instanceSources } from "../kit/instances.ts";
import { resourceType } from "../kit/resource-types.ts";
import { userDataSecrets as rule } from "./user-data-secrets.ts";

describe("policy user-data-secrets", () => {
  const encoded = (text: string | Buffer) => Buffer.from(text).toString("base64");
  const templateOf = (content: string) =>
    templateWith({ userData: encoded(mimeMultipart([...instanceUserData, { type: "shell", content }])) });
  const ofType = (token: string, props: InstanceProps) => ({
    type: resourceType<InstanceProps>(token),
    props,
  });
  const login = `ECS_ENGINE_AUTH_DATA={"https://index.docker.io/v1/":{"username":"shop","password":"hunter2"}}`;

  it("the program's own user data, also where instances log in to a registry: accepted", () => {
    const secretArn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:registry-AbCdEf";
    const auth = ecsAgentAuth({ secretArn, image: "registry.example/worker" });
    const userData = encoded(mimeMultipart([...instanceUserData, auth]));
    for (const happy of [happyTemplate, templateWith({ userData }), templateWith({ userData: undefined })])
      expect(check(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a registry login: refused, its place is reported and its value is not", () => {
    const { violations } = check(rule, templateOf(`#!/bin/bash\necho '${login}' >> /etc/ecs/ecs.config`));
    expect(violations).to.deep.equal(["userData part 2 line 2"]);
  });

  it("compressed parts: searched", () => {
    const script = `#!/bin/bash\n${"# nothing\n".repeat(3_000)}export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE`;
    expect(check(rule, templateOf(script)).violations).to.deep.equal(["userData part 2 line 3002"]);
  });

  it("user data without MIME, compressed as a whole or not in base64: searched", () => {
    const expected = ["userData as a whole line 1"];
    for (const userData of [encoded(login), encoded(gzipSync(login)), login])
      expect(check(rule, templateWith({ userData })).violations).to.deep.equal(expected);
  });

  it("allowed names: accepted", () => {
    const template = templateOf("#!/bin/bash\nsecret=shop/registry");
    expect(check(rule, template).violations).to.deep.equal(["userData part 2 line 2"]);
    expect(check(rule, template, { allowed: ["secret"] }).violations).to.deep.equal([]);
  });

  it("instances of every kind, in text or base64: checked", () => {
    const [, ...others] = instanceSources;
    for (const { token } of others) {
      for (const props of [{ userData: login }, { userDataBase64: encoded(login) }])
        expect(check(rule, ofType(token, props)).violations, token).to.have.lengthOf(1);
      expect(check(rule, ofType(token, { userData: "#!/bin/bash\n" })).violations).to.deep.equal([]);
    }
  });

  it("unknown values: unchecked, and the rest is checked", () => {
    expect(check(rule, templateWith({ userData: unknown })).unchecked).to.deep.equal(["userData"]);
    const broken = gzipSync(login).subarray(0, 30);
    expect(check(rule, templateWith({ userData: encoded(broken) })).unchecked).to.deep.equal([
      "userData, which cannot be decompressed",
    ]);
    const instance = ofType("aws:ec2/instance:Instance", {
      userData: unknown,
      userDataBase64: encoded(login),
    });
    const { violations, unchecked } = check(rule, instance);
    expect(violations).to.have.lengthOf(1);
    expect(unchecked).to.deep.equal(["userData"]);
  });
});
