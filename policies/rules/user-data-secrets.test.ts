import { gzipSync } from "node:zlib";
import { mimeMultipart } from "@batchline/aws-facts";
import { expect } from "chai";
import { instanceUserData } from "../../components/compute/instance-user-data.ts";
import { ecsAgentAuth } from "../../components/compute/registry-auth.ts";
import { judge, unknown } from "../../testing/policies/checking.ts";
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

  it("is kept by the program's own user data, also where instances log in to a registry", () => {
    const secretArn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:registry-AbCdEf";
    const auth = ecsAgentAuth({ secretArn, image: "registry.example/worker" });
    const userData = encoded(mimeMultipart([...instanceUserData, auth]));
    for (const happy of [happyTemplate, templateWith({ userData }), templateWith({ userData: undefined })])
      expect(judge(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses the login to a registry, and tells where but not what", () => {
    const { violations } = judge(rule, templateOf(`#!/bin/bash\necho '${login}' >> /etc/ecs/ecs.config`));
    expect(violations).to.deep.equal([
      "userData, part 2, line 2: the login to a registry in ECS_ENGINE_AUTH_DATA is in plain text",
    ]);
  });

  it("finds secrets in compressed parts", () => {
    const script = `#!/bin/bash\n${"# nothing\n".repeat(3_000)}export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE`;
    expect(judge(rule, templateOf(script)).violations).to.deep.equal([
      "userData, part 2, line 3002: an AWS access key (AKIA…) is in plain text",
    ]);
  });

  it("finds secrets in what is no MIME, compressed as a whole, or not base64", () => {
    const expected = [
      "userData, as a whole, line 1: the login to a registry in ECS_ENGINE_AUTH_DATA is in plain text",
    ];
    for (const userData of [encoded(login), encoded(gzipSync(login)), login])
      expect(judge(rule, templateWith({ userData })).violations).to.deep.equal(expected);
  });

  it("lets names be that are allowed", () => {
    const template = templateOf("#!/bin/bash\nsecret=shop/registry");
    expect(judge(rule, template).violations).to.deep.equal([
      "userData, part 2, line 2: the value of secret is in plain text",
    ]);
    expect(judge(rule, template, { allowed: ["secret"] }).violations).to.deep.equal([]);
  });

  it("finds them in instances of every kind, where user data is text or base64", () => {
    const [, ...others] = instanceSources;
    for (const { token } of others) {
      for (const props of [{ userData: login }, { userDataBase64: encoded(login) }])
        expect(judge(rule, ofType(token, props)).violations, token).to.have.lengthOf(1);
      expect(judge(rule, ofType(token, { userData: "#!/bin/bash\n" })).violations).to.deep.equal([]);
    }
  });

  it("says what it could not see, and judges the rest", () => {
    expect(judge(rule, templateWith({ userData: unknown })).unjudged).to.deep.equal(["userData"]);
    const broken = gzipSync(login).subarray(0, 30);
    expect(judge(rule, templateWith({ userData: encoded(broken) })).unjudged).to.deep.equal([
      "userData, which cannot be decompressed",
    ]);
    const instance = ofType("aws:ec2/instance:Instance", {
      userData: unknown,
      userDataBase64: encoded(login),
    });
    const { violations, unjudged } = judge(rule, instance);
    expect(violations).to.have.lengthOf(1);
    expect(unjudged).to.deep.equal(["userData"]);
  });
});
