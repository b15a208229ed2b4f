import { parseSecretReference } from "@batchline/aws-facts";
import { rejection } from "@batchline/diagnostics/testing";
import type { PropertyMap } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { embeddedServices } from "../services/index.ts";
import { FakeDeployment } from "../testing/fake-deployment.ts";

describe("resources of a deployment", () => {
  let fake: FakeDeployment;
  beforeEach(() => {
    fake = new FakeDeployment();
  });

  describe("ECR and EC2", () => {
    it("returns the URL of an awsx repository, with the repository as a child", async () => {
      const { outputs, children } = await fake.construct("awsx:ecr:Repository", { name: "worker" });
      expect(outputs.url).to.equal("000000000000.dkr.ecr.eu-central-1.amazonaws.com/worker");
      expect(children.map(({ urn, id }) => [urn, id])).to.deep.equal([
        ["urn:pulumi:dev::shop::awsx:ecr:Repository$aws:ecr/repository:Repository::thing", "worker"],
        [
          "urn:pulumi:dev::shop::awsx:ecr:Repository$aws:ecr/lifecyclePolicy:LifecyclePolicy::thing",
          "worker",
        ],
      ]);
    });

    describe("an awsx repository's rules", () => {
      const policyOf = async (lifecyclePolicy?: PropertyMap) => {
        const given: PropertyMap = lifecyclePolicy === undefined ? {} : { lifecyclePolicy };
        const { children } = await fake.construct("awsx:ecr:Repository", { ...given, name: "worker" });
        const policy = children.find(({ type }) => type.endsWith(":LifecyclePolicy"))?.inputs.policy;
        return policy === undefined ? undefined : JSON.parse(String(policy)).rules;
      };
      const expire = { action: { type: "expire" } };

      it("without rules: one untagged image stays", async () => {
        const selection = { tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: 1 };
        expect(await policyOf()).to.deep.equal([
          { rulePriority: 1, description: "remove untagged images", selection, ...expire },
        ]);
        fake = new FakeDeployment();
        expect(await policyOf({ skip: true })).to.equal(undefined);
      });

      it("with rules: those for any image come last; days count from the push", async () => {
        const rules: PropertyMap[] = [
          { tagStatus: "any", maximumNumberOfImages: 9 },
          { tagPrefixList: ["v"], maximumAgeLimit: 30 },
        ];
        expect(await policyOf({ rules })).to.deep.equal([
          {
            rulePriority: 1,
            selection: {
              ...{ tagStatus: "tagged", tagPrefixList: ["v"] },
              ...{ countType: "sinceImagePushed", countNumber: 30, countUnit: "days" },
            },
            ...expire,
          },
          {
            rulePriority: 2,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 9 },
            ...expire,
          },
        ]);
      });

      for (const [rules, problem] of [
        [[{ tagStatus: "any" }], "Either [maximumNumberOfImages] or [maximumAgeLimit] must be provided"],
        [[{ maximumNumberOfImages: 1 }], "tagPrefixList cannot be empty."],
        [Array(2).fill({ tagStatus: "any", maximumNumberOfImages: 1 }), 'At most one [selection: "any"]'],
      ] as const)
        it(`are refused: ${problem}`, async () => {
          expect((await rejection(policyOf({ rules }))).message).to.include(problem);
        });
    });

    it("builds an image from a context and a Dockerfile relative to the project", async () => {
      const { outputs } = await fake.construct("awsx:ecr:Image", {
        repositoryUrl: "host/worker",
        context: ".",
        dockerfile: "worker/Dockerfile",
        platform: "linux/arm64",
        imageTag: "release",
      });
      expect(outputs.imageUri).to.equal("host/worker@sha256:abc");
      expect(fake.made).to.deep.equal([
        [
          "build",
          {
            repository: "host/worker",
            tag: "release",
            context: "/project",
            dockerfile: "/project/worker/Dockerfile",
            platform: "linux/arm64",
          },
        ],
      ]);
    });

    it("returns a subnet of each kind in each zone for an awsx network", async () => {
      const { outputs, children } = await fake.construct("awsx:ec2:Vpc", {
        numberOfAvailabilityZones: 2,
        subnetSpecs: [{ type: "Public" }, { type: "Isolated" }],
      });
      expect(outputs.vpcId).to.match(/^vpc-[0-9a-f]{17}$/);
      expect(outputs.publicSubnetIds).to.have.lengthOf(2);
      expect(outputs.isolatedSubnetIds).to.have.lengthOf(2);
      expect(outputs.privateSubnetIds).to.deep.equal([]);
      expect(new Set(children.map(({ id }) => id)).size).to.equal(5);
    });

    it("returns version 1 of a launch template", async () => {
      const { outputs } = await fake.create("aws:ec2/launchTemplate:LaunchTemplate");
      expect(outputs).to.include({ latestVersion: 1, defaultVersion: 1 });
    });
  });

  it("returns ids and ARNs of declared-only types, and creates nothing", async () => {
    const group = await fake.create("aws:ec2/securityGroup:SecurityGroup");
    expect(group.id).to.match(/^sg-[0-9a-f]{17}$/);
    expect(group.outputs.arn).to.equal(`arn:aws:ec2:eu-central-1:000000000000:security-group/${group.id}`);
    const versioning = await fake.create("aws:s3/bucketVersioning:BucketVersioning", { bucket: "b" });
    expect(versioning.id).to.equal("b");
    const queue = await fake.create("aws:sqs/queue:Queue", { name: "dead.fifo", fifoQueue: true });
    expect(queue.outputs).to.include({
      arn: "arn:aws:sqs:eu-central-1:000000000000:dead.fifo",
      url: "https://sqs.eu-central-1.amazonaws.com/000000000000/dead.fifo",
    });
    const schedule = await fake.create("aws:scheduler/schedule:Schedule", { name: "nightly" });
    expect(schedule.outputs.arn).to.equal(
      "arn:aws:scheduler:eu-central-1:000000000000:schedule/default/nightly",
    );
    expect(fake.made).to.deep.equal([["createQueue", queue.outputs.arn]]);
    const secret = await fake.create("aws:secretsmanager/secret:Secret", { name: "shop/api" });
    expect(parseSecretReference(secret.id)).to.deep.equal({
      secretArn: secret.outputs.arn,
      name: "shop/api",
    });
  });

  it("creates topics, subscriptions, identities, rules and targets", async () => {
    const topic = await fake.create("aws:sns/topic:Topic", { name: "operators" });
    expect(topic.id).to.equal("arn:aws:sns:eu-central-1:000000000000:operators");
    const subscription = { topic: topic.id, protocol: "email", endpoint: "ops@acme.example" };
    await fake.create("aws:sns/topicSubscription:TopicSubscription", subscription);
    const sender = { emailIdentity: "batchline.example" };
    const { outputs } = await fake.create("aws:sesv2/emailIdentity:EmailIdentity", sender);
    expect(outputs).to.include({ identityType: "DOMAIN", verifiedForSendingStatus: true });
    const eventPattern = '{"source":["aws.states"]}';
    const rule = await fake.create("aws:cloudwatch/eventRule:EventRule", { name: "failed", eventPattern });
    expect(rule.outputs.arn).to.equal("arn:aws:events:eu-central-1:000000000000:rule/failed");
    const target = { rule: rule.id, targetId: "t", arn: topic.id, inputPath: "$.detail" };
    await fake.create("aws:cloudwatch/eventTarget:EventTarget", target);
    expect(fake.made).to.deep.equal([
      ["createTopic", "operators", undefined],
      ["subscribe", topic.id, "email", "ops@acme.example", { attributes: {} }],
      ["createIdentity", "batchline.example"],
      ["putRule", { name: "failed", bus: undefined, pattern: { source: ["aws.states"] }, enabled: true }],
      ["putTarget", { name: "failed", bus: undefined }, { id: "t", arn: topic.id, inputPath: "$.detail" }],
    ]);
    expect(fake.warnings).to.deep.equal([]);
  });

  it("changes topics, subscriptions and identities in place, and deletes them", async () => {
    const topic = await fake.existing("aws:sns/topic:Topic", { name: "operators" });
    const subscription = { topic: topic.id, protocol: "email", endpoint: "ops@acme.example" };
    const subscribed = await fake.existing("aws:sns/topicSubscription:TopicSubscription", subscription);
    const sender = { emailIdentity: "batchline.example" };
    const identity = await fake.existing("aws:sesv2/emailIdentity:EmailIdentity", sender);
    fake.made.splice(0);
    const changes = [
      [topic, { name: "operators", displayName: "Operators" }],
      [subscribed, { ...subscription, filterPolicy: "{}" }],
      [identity, { ...sender, tags: { team: "shop" } }],
    ] as const;
    for (const [existing, inputs] of changes) {
      const changed = await fake.update(existing, inputs);
      expect(changed.id).to.equal(existing.id);
      expect(changed.outputs).to.deep.equal({ ...existing.outputs, ...inputs });
    }
    for (const existing of [identity, subscribed, topic]) await fake.delete(existing);
    expect(fake.made).to.deep.equal([
      ["tagsOf", topic.id],
      ["subscription", subscribed.id],
      ["deleteIdentity", "batchline.example"],
      ["unsubscribe", subscribed.id],
      ["deleteTopic", topic.id],
    ]);
  });

  it("keeps id and ARN of a declared-only resource that changes, also of an imported one", async () => {
    const made = await fake.existing("aws:ec2/subnet:Subnet", { cidrBlock: "10.0.0.0/24" });
    const imported = { ...made, id: "subnet-9", outputs: { ...made.outputs, arn: "arn:subnet-9" } };
    const changed = await fake.update(imported, { cidrBlock: "10.0.0.0/24", tags: { team: "shop" } });
    expect(changed.id).to.equal("subnet-9");
    expect(changed.outputs).to.deep.include({
      arn: "arn:aws:ec2:eu-central-1:000000000000:subnet/subnet-9",
      tags: { team: "shop" },
    });
    await fake.delete(changed);
    expect(fake.made).to.deep.equal([]);
  });

  it("warns about messages and events without a receiver", async () => {
    const topic = "arn:aws:sns:eu-central-1:000000000000:operators";
    const sms = { topic, protocol: "sms", endpoint: "+48123" };
    await fake.create("aws:sns/topicSubscription:TopicSubscription", sms);
    await fake.create("aws:cloudwatch/eventRule:EventRule", { scheduleExpression: "rate(1 day)" });
    const queue = "arn:aws:sqs:eu-central-1:000000000000:q";
    await fake.create("aws:cloudwatch/eventTarget:EventTarget", { rule: "nightly", arn: queue });
    expect(fake.warnings).to.deep.equal([
      "thing: the embedded AWS delivers to functions, queues and mailboxes, so +48123 gets nothing",
      "thing: the embedded AWS has rules with a pattern on the default bus; a schedule sends nothing",
      `thing: the embedded AWS sends events to functions, topics and log groups, not to ${queue}`,
    ]);
  });

  it("sets the log of a state machine", async () => {
    const logDestination = "arn:aws:logs:eu-central-1:000000000000:log-group:/states/import:*";
    await fake.create("aws:sfn/stateMachine:StateMachine", {
      name: "import",
      definition: "{}",
      roleArn: "arn:role",
      loggingConfiguration: { level: "ALL", includeExecutionData: true, logDestination },
    });
    expect(fake.made[0]?.[1]).to.deep.include({
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: true,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logDestination } }],
      },
    });
  });

  it("reads an existing resource of a declared-only type by its id", async () => {
    const { id, outputs } = await fake.create("aws:ec2/subnet:Subnet", {}, { readId: "subnet-9" });
    expect(id).to.equal("subnet-9");
    expect(outputs.arn).to.equal("arn:aws:ec2:eu-central-1:000000000000:subnet/subnet-9");
    const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/api-Ab12Cd";
    const secret = await fake.create("aws:secretsmanager/secret:Secret", {}, { readId: arn });
    expect(secret).to.deep.include({ id: arn, outputs: { name: "shop/api", arn } });
  });

  it("finds no bucket that nobody has created", async () => {
    expect(await fake.read("aws:s3/bucket:Bucket", "b")).to.equal(undefined);
  });

  describe("in a preview", () => {
    const refused: Readonly<Record<string, readonly [type: string, inputs: PropertyMap, message: RegExp]>> = {
      "code that is not an archive": [
        "aws:lambda/function:Function",
        { handler: "index.handler", runtime: "nodejs24.x", role: "arn:role", code: "index.mjs" },
        /^code: /,
      ],
      "an event pattern that is not JSON": [
        "aws:cloudwatch/eventRule:EventRule",
        { eventPattern: "{" },
        /^eventPattern: not JSON: /,
      ],
      "container properties that are not JSON": [
        "aws:batch/jobDefinition:JobDefinition",
        { type: "container", containerProperties: "{" },
        /^containerProperties: not JSON: /,
      ],
    };
    for (const [title, [type, inputs, message]] of Object.entries(refused)) {
      it(`refuses ${title}`, async () => {
        const error = await rejection(
          new FakeDeployment({ services: embeddedServices }).create(type, inputs),
        );
        expect(error.message).to.match(message);
      });
    }

    it("invents what only a service knows", async () => {
      const preview = new FakeDeployment({ services: embeddedServices });
      const job = await preview.create("aws:batch/jobDefinition:JobDefinition", { type: "container" });
      expect(job.outputs.revision).to.equal(1);
      const image = await preview.construct("awsx:ecr:Image", { repositoryUrl: "host/worker" });
      expect(image.outputs.imageUri).to.match(/^host\/worker@sha256:[0-9a-f]{64}$/);
      const email = { topic: "arn:topic", protocol: "email", endpoint: "ops@acme.example" };
      const { id } = await preview.create("aws:sns/topicSubscription:TopicSubscription", email);
      expect(id).to.match(/^arn:topic:[0-9a-f-]{36}$/);
      const policyArn = "arn:aws:iam::aws:policy/Obscure";
      await preview.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "r", policyArn });
      expect(preview.warnings).to.deep.equal([]);
    });
  });

  it("refuses an unknown type; the error has the fix", async () => {
    const error = await rejection(fake.create("aws:rds/cluster:Cluster"));
    expect(error.message).to.match(/does not know this resource type\. docs\/local\.md lists/);
  });

  it("names an invalid input", async () => {
    const error = await rejection(
      fake.create("aws:dynamodb/table:Table", { hashKey: "pk", attributes: [{ name: "pk", type: "X" }] }),
    );
    expect(error.message).to.match(/^attributes\.0\.type: /);
  });
});
