import { type Functions, type PropertyMap, unknown } from "@batchline/pulumi-engine";
import { EmbeddedAwsError } from "../error-codes.ts";
import { accountId } from "../host/identity/principal.ts";
import { iamArn, regionalArn } from "./arn.ts";
import { textOf } from "./inputs.ts";
import { policyDocument } from "./policy-document-function.ts";

/**
 * Answers provider functions for the embedded account; undefined for an unknown function. Ids of networks are invented but stable.
 * @example
 * await runProgram({ root: ".", stack: "dev", mode: "preview", functions: awsFunctions({ region: "eu-west-1" }) });
 */
export function awsFunctions({ region }: { readonly region: string }) {
  const table = functionTable(region);
  return (token: string, args: PropertyMap): PropertyMap | undefined =>
    Object.hasOwn(table, token) ? table[token]?.(args) : undefined;
}

/** Ends the program at a call of any other function. */
export function refusingOthers(functions: Functions): Functions {
  return async (token, args) => {
    const result = await functions(token, args);
    if (result !== undefined) return result;
    throw new EmbeddedAwsError(
      "BL-A003",
      `the program calls the function ${token}, which the embedded AWS does not have; ` +
        "docs/local.md lists its functions; add one in packages/embedded-aws/providers/functions.ts",
    );
  };
}

/** Results of other functions are unknown, as in a preview. */
export function leavingOthersUnknown(functions: Functions): Functions {
  return async (token, args) => (await functions(token, args)) ?? unknown;
}

function functionTable(region: string): Readonly<Record<string, (args: PropertyMap) => PropertyMap>> {
  const network = (kind: string, id = `${kind}-00000000000000000`): PropertyMap => ({
    id,
    arn: regionalArn("ec2", region, `${kind}/${id}`),
    region,
    ownerId: accountId,
    state: "available",
    tags: {},
  });
  return {
    "aws:index/getCallerIdentity:getCallerIdentity": () => {
      return { id: accountId, accountId, arn: iamArn("root"), userId: accountId };
    },
    "aws:index/getRegion:getRegion": (args) => {
      const name = textOf(args.region) ?? textOf(args.name) ?? region;
      return { id: name, name, region: name, description: name, endpoint: `ec2.${name}.amazonaws.com` };
    },
    "aws:index/getPartition:getPartition": () => {
      return { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
    },
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
      const name = String(args.name);
      const value = ssmParameter(name);
      const arn = `arn:aws:ssm:${region}::parameter${name.startsWith("/") ? "" : "/"}${name}`;
      return { id: name, name, region, arn, type: "String", value, insecureValue: value, version: 1 };
    },
    "aws:ec2/getVpc:getVpc": (args) => ({
      ...network("vpc", textOf(args.id)),
      cidrBlock: "10.0.0.0/16",
      default: args.default ?? false,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      instanceTenancy: "default",
    }),
    "aws:ec2/getSubnets:getSubnets": () => {
      return { id: region, region, ids: [0, 1, 2].map((zone) => `subnet-0000000000000000${zone}`), tags: {} };
    },
    "aws:ec2/getSubnet:getSubnet": (args) => ({
      ...network("subnet", textOf(args.id)),
      availabilityZone: `${region}a`,
      availabilityZoneId: `${shortRegion(region)}-az1`,
      cidrBlock: "10.0.0.0/20",
      vpcId: textOf(args.vpcId) ?? "vpc-00000000000000000",
    }),
  };
}

/** An empty account has only AWS's public parameters. */
function ssmParameter(name: string): string {
  if (name.startsWith("/aws/service/ecs/optimized-ami/")) {
    const ami = "ami-00000000000000000";
    return name.endsWith("/image_id") ? ami : JSON.stringify({ image_id: ami });
  }
  throw new EmbeddedAwsError(
    "BL-A004",
    `the parameter ${name} is not in the embedded AWS, which has only the public parameters of ECS-optimised images`,
  );
}

/** `eu-central-1` → `euc1`, as in ids of zones. */
function shortRegion(region: string): string {
  return region.replace(/(north|south|central|east|west)/g, (word) => word.charAt(0)).replaceAll("-", "");
}
