import { expect } from "chai";
import { formOfSecret } from "./secret-forms.ts";

describe("the form of a secret", () => {
  const jwt = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0In0", "abcdefghijk"].join(".");
  const known: readonly (readonly [text: string, what: string])[] = [
    ["AKIAIOSFODNN7EXAMPLE", "an AWS access key (AKIA…)"],
    ["-----BEGIN RSA PRIVATE KEY-----", "a private key"],
    ["-----BEGIN PRIVATE KEY-----", "a private key"],
    ["-----BEGIN PGP PRIVATE KEY BLOCK-----", "a private key"],
    [`ghp_${"a1".repeat(18)}`, "a GitHub token (ghp_…)"],
    [`github_pat_${"a1".repeat(18)}`, "a GitHub token (gith…)"],
    [`glpat-${"a1".repeat(10)}`, "a GitLab token (glpa…)"],
    [`npm_${"a1".repeat(18)}`, "an npm token (npm_…)"],
    ["xoxb-123456789012-abc", "a Slack token (xoxb…)"],
    ["https://hooks.slack.com/services/T00000000/B00000000/abc", "a Slack webhook (hook…)"],
    [`AIza${"a".repeat(35)}`, "a Google API key (AIza…)"],
    [`sk_live_${"a1".repeat(12)}`, "a Stripe key (sk_l…)"],
    [jwt, "a JSON Web Token (eyJh…)"],
    ["postgres://shop:hunter2@db.example:5432/shop", "a URL with a password"],
    ["http://:hunter2@proxy.example", "a URL with a password"],
  ];
  for (const [text, what] of known)
    it(`${what}: ${text.slice(0, 24)}`, () => {
      expect(formOfSecret(text)).to.equal(what);
      expect(formOfSecret(`{"key": "${text}"}`)).to.equal(what);
    });

  for (const text of [
    "arn:aws:secretsmanager:eu-central-1:000000000000:secret:registry-AbCdEf",
    "arn:aws:iam::000000000000:role/AKIA",
    "https://suppliers.example/feed.csv?user=shop",
    "https://shop@suppliers.example/",
    "https://shop:$PASSWORD@suppliers.example/",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as a shell has it
    "https://shop:${PASSWORD}@suppliers.example/",
    "http://proxy.example:3128/@scope/package",
    "-----BEGIN CERTIFICATE-----",
    `registry.example/worker@sha256:${"ab".repeat(32)}`,
    "eyJub3QiOiAiYSB0b2tlbiJ9",
    "ghp_short",
  ])
    it(`${text.slice(0, 60)}: accepted`, () => {
      expect(formOfSecret(text)).to.equal(undefined);
    });
});
