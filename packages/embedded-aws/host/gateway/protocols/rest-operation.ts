/** Imports the AWS SDK's client of a service. It is slow, so it happens only when a name is needed. */
export type SdkModule = () => Promise<object>;

/** An operation in the `schemas` of an AWS SDK client: kind, namespace, name, traits. */
type OperationSchema = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: { readonly http: readonly [method: string, path: string, status: number] },
];
const operationKind = 9;

/** The name of an operation in the AWS SDK's model of the service; method and path if it has no such operation. */
export async function restOperation(sdk: SdkModule, method: string, path: string): Promise<string> {
  const fitting = Object.values(await sdk())
    .filter(isOperation)
    .map(([, , name, { http }]) => ({ name, method: http[0], path: http[1] }))
    // Operations that differ from another one by their query only are rare.
    .filter((operation) => !operation.path.includes("?"))
    .filter((operation) => operation.method === method && pattern(operation.path).test(path))
    // `/functions/settings` before `/functions/{FunctionName}`.
    .sort((a, b) => a.path.split("{").length - b.path.split("{").length);
  return fitting[0]?.name ?? `${method} ${path}`;
}

function isOperation(value: unknown): value is OperationSchema {
  return Array.isArray(value) && value[0] === operationKind && Array.isArray(value[3]?.http);
}

/** `{name}` stands for one segment of the path, `{name+}` for the rest of it. */
function pattern(path: string): RegExp {
  const segments = path.split("/").map((segment) => {
    if (!/^\{.+\}$/.test(segment)) return segment;
    return segment.endsWith("+}") ? ".+" : "[^/]+";
  });
  return new RegExp(`^${segments.join("/")}/?$`);
}
