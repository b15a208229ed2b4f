/** Requests that are not of a container, by what is wrong with them. Each is the good one with one change. */
export function malformedRequests<T extends { readonly proof: object }>(
  good: T,
): Readonly<Record<string, unknown>> {
  const proof = (field: string, value: unknown) => ({ ...good, proof: { ...good.proof, [field]: value } });
  const without = (of: object, field: string) =>
    Object.fromEntries(Object.entries(of).filter(([name]) => name !== field));
  return Object.fromEntries([
    ...notRequests.map((value) => [`${JSON.stringify(value)} in place of the request`, value]),
    ...Object.entries(badFields).flatMap(([field, values]) => [
      [`no ${field}`, without(good, field)],
      ...values.map((value) => [`${field} ${shown(value)}`, { ...good, [field]: value }]),
    ]),
    ...Object.entries(badProofs).flatMap(([field, values]) => [
      [`a proof without ${field}`, { ...good, proof: without(good.proof, field) }],
      ...values.map((value) => [`a proof with ${field} ${shown(value)}`, proof(field, value)]),
    ]),
  ]);
}

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 60);

const id = "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90";
const notRequests = [null, [], {}, "chunk", 1, true, [{}]];

const badFields: Readonly<Record<string, readonly unknown[]>> = {
  version: [0, 2, "1", null, [1], 1.5],
  kind: ["renew", "CHUNK", "", "chunk ", null, ["chunk"], { kind: "chunk" }],
  jobId: [
    ...[
      "",
      "x",
      id.toUpperCase(),
      id.replaceAll("-", ""),
      `${id} `,
      ` ${id}`,
      `${id}\n`,
      `${id}:`,
      `${id}:a`,
    ],
    ...[`${id}:123456`, `${id}:0:1`, `${id}#`, `${id}:-1`, `${id}|`, `${id}\r\nx: y`, `${id},${id}`],
    ...[`arn:aws:batch:eu-central-1:000000000000:job/${id}`, "*", null, 1, [id], { id }],
  ],
  proof: [null, [], "x", 1, {}],
};

const badProofs: Readonly<Record<string, readonly unknown[]>> = {
  accessKeyId: [
    "",
    "asiaiosfodnn7example",
    "ASIA/20261128",
    "ASIAIOSFODNN7EXAMPLE, SignedHeaders=host",
    "A\nB",
    null,
    1,
  ],
  sessionToken: ["", "a b", "a\r\nhost: x", "a\u0000", '"a"', "é", "a".repeat(8193), null, ["a"]],
  signature: [
    "",
    "0".repeat(63),
    "0".repeat(65),
    "A".repeat(64),
    `${"0".repeat(63)},`,
    null,
    1,
    [`${"0".repeat(64)}`],
  ],
  time: ["now", "1", 1.5, -1, 10_000_000_000_000, null, [1], {}],
};
