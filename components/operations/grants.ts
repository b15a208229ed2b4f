import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import type { ComponentResource, Input } from "@pulumi/pulumi";
import { ArgumentChecks } from "../argument-error.ts";
import { maxInlinePolicyCharacters, policyDocument, type Statement } from "../policy-document.ts";

/** Gives people's roles rights on a platform, each as an inline policy that is a child of the platform. */
export class Grants {
  readonly #name: string;
  readonly #platform: ComponentResource;
  readonly #checks: ArgumentChecks;
  readonly #titles = new Set<string>();

  constructor(name: string, platform: ComponentResource) {
    this.#name = name;
    this.#platform = platform;
    this.#checks = new ArgumentChecks("Batchline", name);
  }

  /** `method` and `title` are for messages and the policy's name. @throws {ArgumentError} */
  add(
    method: string,
    role: Role | Input<string>,
    title: string,
    statements: readonly Statement[],
  ): RolePolicy {
    const taken = `another role has the title ${JSON.stringify(title)}; give each its own, such as ${method}(role, "support")`;
    if (this.#titles.has(title)) this.#checks.fail("BL-K002", method, taken);
    this.#titles.add(title);
    const policy = policyDocument(...statements).apply((json) => this.#withinLimit(method, json));
    const args = { role: Role.isInstance(role) ? role.name : role, policy };
    return new RolePolicy(`${this.#name}-${title}`, args, { parent: this.#platform });
  }

  #withinLimit(method: string, json: string): string {
    if (json.length <= maxInlinePolicyCharacters) return json;
    const problem =
      `the policy has ${json.length} characters, and IAM allows ${maxInlinePolicyCharacters}: about 25 workflows; ` +
      "deploy some of them in another stack";
    return this.#checks.fail("BL-K008", method, problem);
  }
}
