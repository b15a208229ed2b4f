import { defaultRegion } from "../../host/identity/principal.ts";
import type { Random } from "./random.ts";

/** What the account has from the start. Requests often name it. */
export const known = {
  bucket: "fuzz",
  key: "some/key",
  table: "fuzz",
  machine: "fuzz",
  topic: "fuzz",
  secret: "fuzz",
  logGroup: "/fuzz",
  role: "fuzz",
  domain: "fuzz.test",
} as const;

export const roleArn = `arn:aws:iam::000000000000:role/${known.role}`;

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${defaultRegion}:000000000000:${resource}`;

const arns = [
  arn("states", `stateMachine:${known.machine}`),
  arn("states", `execution:${known.machine}:one`),
  arn("states", `express:${known.machine}:a:b`),
  arn("states", "activity:a"),
  arn("sns", known.topic),
  arn("sqs", "fuzz"),
  arn("dynamodb", `table/${known.table}`),
  arn("logs", `log-group:${known.logGroup}:*`),
  arn("lambda", "function:fuzz:1"),
  arn("batch", "job-queue/fuzz"),
  arn("batch", "job-definition/fuzz:1"),
  arn("secretsmanager", `secret:${known.secret}-abcdef`),
  arn("events", "rule/fuzz"),
  roleArn,
  `arn:aws:s3:::${known.bucket}/*`,
  "arn:aws",
  "arn:::::",
];

const expressions = [
  "attribute_exists(a)",
  "a IN (b)",
  "begins_with(a, b)",
  "SET a = a + :v, #n = list_append(l, :v)",
  "REMOVE l[0], l[1], l[2] ADD n :v DELETE s :v",
  "SET #n = if_not_exists(#n, :v)",
  "pk = :v AND begins_with(sk, :v)",
  "pk = :v AND sk BETWEEN :v AND :v",
  "a, b.c[0], #n",
  `${"(".repeat(500)}a = :v${")".repeat(500)}`,
  `${"NOT ".repeat(800)}a = :v`,
  Array(300).fill("a = :v").join(" OR "),
  `a < ${"size(".repeat(600)}a${")".repeat(600)}`,
  `${"(a <> :v AND (".repeat(200)}a = :v${"))".repeat(200)}`,
];

const jsonata = [
  "$states.input",
  "$range(1, 10000000, 1)",
  "$string([1..500000])",
  '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)',
  "($f := function($n) { $n + $f($n + 1) }; $f(0))",
  "$pad('x', 100000000)",
  "$reduce([1..100000], function($a, $b) { $a & $string($b) })",
  "1/0",
  "(".repeat(2000),
];

const states = [
  { Type: "Pass", End: true },
  { Type: "Wait", Seconds: 1, End: true },
  { Type: "Succeed" },
  { Type: "Fail", Error: "e", Cause: "c" },
  {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: "fuzz" },
    End: true,
  },
];

function definition(random: Random): string {
  const output = { Output: `{% ${random.pick(jsonata)} %}` };
  const state = { ...random.pick(states), ...(random.chance(0.5) && output) };
  const deep = (levels: number): object =>
    levels === 0
      ? { Type: "Pass", End: true }
      : { Type: "Parallel", Branches: [{ StartAt: "A", States: { A: deep(levels - 1) } }], End: true };
  return random.one([
    () => JSON.stringify({ QueryLanguage: "JSONata", StartAt: "A", States: { A: state } }),
    () => JSON.stringify({ StartAt: "A", States: { A: deep(random.below(200)) } }),
    () =>
      JSON.stringify({
        StartAt: "A",
        States: Object.fromEntries(random.times(2000, (n) => [`S${n}`, state])),
      }),
    () => "[".repeat(random.below(200_000)),
    () => "not JSON",
  ]);
}

const policies = [
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${"*a".repeat(20)}b"}]}`,
  '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringLike":{"s3:prefix":"*a*a*a*a*b"}}}}',
  "{}",
];

const keys = [
  "a/../b",
  "..",
  "//",
  "a/",
  "%2F",
  "ü/日本",
  "\u0000",
  "a".repeat(1024),
  "a".repeat(1025),
  "CON",
  ".",
];

/** Texts that mean something to members whose name matches. */
const meant: readonly (readonly [RegExp, (random: Random) => string])[] = [
  [/Expression$/, (random) => random.pick(expressions)],
  [/^definition$/i, definition],
  [/policy/i, (random) => random.pick(policies)],
  [/^roleArn$/i, () => roleArn],
  [/^stateMachineArn$/, () => arn("states", `stateMachine:${known.machine}`)],
  [/address(es)?$|^EmailIdentity$/i, () => `a@${known.domain}`],
  [/arn|resource$/i, (random) => random.pick(arns)],
  [/^bucket/i, () => known.bucket],
  [/^key$/i, (random) => (random.chance(0.5) ? known.key : random.pick(keys))],
  [/copysource/i, () => `/${known.bucket}/${known.key}`],
  [/^ExpressionAttributeNames$/, (random) => random.pick(attributes)],
  [/^[SN]S?$/, (random) => random.pick(["fuzz", "a", "1", "-1.5e30", "1".repeat(40)])],
  [/table/i, () => known.table],
  [/loggroup/i, () => known.logGroup],
  [/logstream/i, () => "stream"],
  [/topic/i, () => arn("sns", known.topic)],
  [/secretid/i, () => known.secret],
  [
    /pattern|filter/i,
    (random) =>
      random.pick(['{ $.a = "b" }', '"a" -b', '{"source":["a"]}', "?".repeat(2000), "*a".repeat(500)]),
  ],
  [/token|marker/i, (random) => random.pick(["", "AAAA", "eyJhIjoxfQ==", "x".repeat(2000)])],
  [
    /input|output|event|payload|body|message|string$/i,
    (random) => random.pick(["{}", "[".repeat(50_000), '{"a":1}', "x"]),
  ],
  [/name|id$/i, () => "fuzz"],
];

/** Texts that mean nothing, and often break something. */
const odd: readonly ((random: Random) => string)[] = [
  () => "",
  () => "__proto__",
  () => "constructor",
  () => "\u0000\u0001\u001f",
  () => "🙂é\ud800",
  () => "../../etc/passwd",
  () => "%%%",
  () => "a\r\nb: c",
  () => "<a>&amp;]]>",
  () => "NaN",
  () => "-1",
  () => "9".repeat(400),
  (random) => "*a".repeat(random.below(200)),
  (random) => "a".repeat(random.below(5000)),
  (random) => " ".repeat(random.below(100_000)),
  (random) => "aA-_./:".repeat(random.below(20_000)),
];

export function text(random: Random, member: string): string {
  const meaning = meant.find(([pattern]) => pattern.test(member));
  return meaning !== undefined && random.chance(0.8) ? meaning[1](random) : random.pick(odd)(random);
}

const attributes = ["pk", "sk", "a", "b", "l", "m", "n", "s"];

/** Keys of maps: names of attributes, for DynamoDB, and what its expressions call them. */
export function mapKey(random: Random, member: string): string {
  if (random.chance(0.05)) return random.pick(odd)(random);
  if (member === "ExpressionAttributeNames") return "#n";
  if (member === "ExpressionAttributeValues") return ":v";
  return member === "RequestItems" ? known.table : random.pick(attributes);
}
