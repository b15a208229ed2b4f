import type { Functions } from "@batchline/pulumi-engine";
import { type PropertyMap, unknown } from "@batchline/pulumi-engine";
import { accountId } from "../host/identity/principal.ts";
import { policyDocument } from "./policy-document-function.ts";

/**
 * The provider functions a program may call, answered for the embedded account. Networks are answered with made-up but
 * stable ids: nothing runs in them.
 */
export function awsFunctions(of: {
  readonly region: string;
}): (token: string, args: PropertyMap) => PropertyMap | undefined {
  const table = functionTable(of.region);
  return (token, args) => (Object.hasOwn(table, token) ? table[token]?.(args) : undefined);
}

/** The same functions. A call of any other one ends the program. */
export function refusingOthers(functions: Functions): Functions {
  return async (token, args) => {
    const result = await functions(token, args);
    if (result !== undefined) return result;
    throw new Error(
      `the program calls the function ${token}, which the embedded AWS does not have; ` +
        "docs/local.md lists those it has (packages/embedded-aws/providers/functions.ts is where one is added)",
    );
  };
}

/** The same functions, and others leave what they would answer unknown, where the program would otherwise end. */
export function leavingOthersUnknown(functions: Functions): Functions {
  return async (token, args) => (await functions(token, args)) ?? unknown;
}

function functionTable(region: string): Readonly<Record<string, (args: PropertyMap) => PropertyMap>> {
  return {
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({
      id: accountId,
      accountId,
      arn: `arn:aws:iam::${accountId}:root`,
      userId: accountId,
    }),
    "aws:index/getRegion:getRegion": (args) => {
      const name = text(args.region) ?? text(args.name) ?? region;
      return { id: name, name, region: name, description: name, endpoint: `ec2.${name}.amazonaws.com` };
    },
    "aws:index/getPartition:getPartition": () => ({
      id: "aws",
      partition: "aws",
      dnsSuffix: "amazonaws.com",
      reverseDnsPrefix: "com.amazonaws",
    }),
    "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
      id: region,
      region,
      names: ["a", "b", "c"].map((zone) => `${region}${zone}`),
      zoneIds: [1, 2, 3].map((zone) => `${shortRegion(region)}-az${zone}`),
      groupNames: [region],
      state: "available",
    }),
    "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
    "aws:ssm/getParameter:getParameter": (args) => {
      const name = text(args.name) ?? "";
      const value = ssmParameter(name);
      return {
        id: name,
        name,
        region,
        arn: `arn:aws:ssm:${region}::parameter${name.startsWith("/") ? "" : "/"}${name}`,
        type: "String",
        value,
        insecureValue: value,
        version: 1,
      };
    },
    "aws:ec2/getVpc:getVpc": (args) => {
      const id = text(args.id) ?? "vpc-00000000000000000";
      return {
        id,
        arn: `arn:aws:ec2:${region}:${accountId}:vpc/${id}`,
        region,
        cidrBlock: "10.0.0.0/16",
        default: args.default ?? false,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        instanceTenancy: "default",
        ownerId: accountId,
        state: "available",
        tags: {},
      };
    },
    "aws:ec2/getSubnets:getSubnets": () => ({
      id: region,
      region,
      ids: [0, 1, 2].map((zone) => `subnet-0000000000000000${zone}`),
      tags: {},
    }),
    "aws:ec2/getSubnet:getSubnet": (args) => {
      const id = text(args.id) ?? "subnet-00000000000000000";
      return {
        id,
        arn: `arn:aws:ec2:${region}:${accountId}:subnet/${id}`,
        region,
        availabilityZone: `${region}a`,
        availabilityZoneId: `${shortRegion(region)}-az1`,
        cidrBlock: "10.0.0.0/20",
        ownerId: accountId,
        state: "available",
        vpcId: text(args.vpcId) ?? "vpc-00000000000000000",
        tags: {},
      };
    },
  };
}

/** Only AWS's own public parameters exist in an account that nobody has filled. */
function ssmParameter(name: string): string {
  if (name.startsWith("/aws/service/ecs/optimized-ami/")) {
    const ami = "ami-00000000000000000";
    return name.endsWith("/image_id") ? ami : JSON.stringify({ image_id: ami });
  }
  throw new Error(
    `the parameter ${name} is not in the embedded AWS, which has only the public parameters of ECS-optimised images`,
  );
}

/** `eu-central-1` → `euc1`, as zone ids are written. */
function shortRegion(region: string): string {
  const [area = "", place = "", number = ""] = region.split("-");
  return `${area}${place.replace(/(north|south|central|east|west)/g, (word) => word[0] ?? "")}${number}`;
}

function text(value: PropertyMap[string] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
