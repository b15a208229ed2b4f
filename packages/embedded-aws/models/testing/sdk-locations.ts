/** `node packages/embedded-aws/models/testing/sdk-locations.ts` writes models/locations.json from the AWS SDK. */
import { writeFileSync } from "node:fs";
import type { Locations } from "../locations.ts";

/** Members with traits of HTTP in the SDK's schemas: `[shape, { httpHeader: "x-amz-acl" }]`. */
interface HttpTraits {
  readonly httpHeader?: string;
  readonly httpQuery?: string;
  readonly httpPrefixHeaders?: string;
}

const clients: Readonly<Record<keyof Locations, () => Promise<object>>> = {
  batch: () => import("@aws-sdk/client-batch"),
  lambda: () => import("@aws-sdk/client-lambda"),
  s3: () => import("@aws-sdk/client-s3"),
  sesv2: () => import("@aws-sdk/client-sesv2"),
};

/** Where the SDK puts the members of inputs. */
export async function sdkLocations(): Promise<Locations> {
  const services = Object.entries(clients).map(
    async ([name, load]) => [name, locationsOf(await load())] as const,
  );
  return Object.fromEntries(await Promise.all(services)) as unknown as Locations;
}

function locationsOf(sdk: object): Locations["s3"] {
  const operations = Object.values(sdk).filter((value) => Array.isArray(value) && value[0] === 9);
  const found = operations.map((schema: readonly unknown[]) => {
    const input = typeof schema[4] === "function" ? schema[4]() : schema[4];
    const [, , , , names = [], schemas = []] = input as readonly [0, 0, 0, 0, string[]?, unknown[]?];
    const headers: Record<string, string> = {};
    const query: Record<string, string> = {};
    const prefixes: Record<string, string> = {};
    for (const [index, name] of names.entries()) {
      const { httpHeader, httpQuery, httpPrefixHeaders } = traitsOf(schemas[index]);
      if (httpHeader !== undefined) headers[httpHeader.toLowerCase()] = name;
      if (httpQuery !== undefined) query[httpQuery] = name;
      if (httpPrefixHeaders !== undefined) prefixes[httpPrefixHeaders.toLowerCase()] = name;
    }
    const given = Object.entries({ headers, query, prefixes }).filter(
      ([, names]) => Object.keys(names).length > 0,
    );
    return [String(schema[2]), Object.fromEntries(given)] as const;
  });
  const some = found.filter(([, locations]) => Object.keys(locations).length > 0);
  return Object.fromEntries(some.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function traitsOf(schema: unknown): HttpTraits {
  const traits: unknown = Array.isArray(schema) && schema.length === 2 ? schema[1] : undefined;
  return typeof traits === "object" && traits !== null ? traits : {};
}

if (import.meta.main)
  writeFileSync(new URL("../locations.json", import.meta.url), `${JSON.stringify(await sdkLocations())}\n`);
