import { instanceRoom } from "./instance-types.ts";

/** What a vCPU of an instance family costs. Its share of the instance's memory is included. */
export interface VcpuPrice {
  /** US dollars for an hour on demand, with Linux. */
  readonly onDemand: number;
  /** About what Spot costs: see `spotShare`. */
  readonly spot: number;
  /** Memory that comes with a vCPU. */
  readonly gibPerVcpu: number;
}

/**
 * US dollars for a vCPU hour on demand in us-east-1, by family: the list prices of 2025. All sizes of a family cost the same for a vCPU.
 * https://aws.amazon.com/ec2/pricing/on-demand/
 */
const families: Readonly<Record<string, number>> = {
  ...{ c4: 0.05, c5: 0.0425, c5a: 0.0385, c6a: 0.0383, c6g: 0.034, c6gd: 0.0384, c6i: 0.0425, c6id: 0.0504 },
  ...{ c7a: 0.0513, c7g: 0.0363, c7gd: 0.0454, c7i: 0.0446, "c7i-flex": 0.0424, c8g: 0.0399 },
  ...{ m4: 0.05, m5: 0.048, m5a: 0.043, m6a: 0.0432, m6g: 0.0385, m6gd: 0.0452, m6i: 0.048, m6id: 0.0593 },
  ...{ m7a: 0.058, m7g: 0.0408, m7gd: 0.0534, m7i: 0.0504, "m7i-flex": 0.0479, m8g: 0.0449 },
  ...{ r4: 0.0665, r5: 0.063, r5a: 0.0565, r6a: 0.0567, r6g: 0.0504, r6gd: 0.0576, r6i: 0.063 },
  ...{ r7a: 0.0761, r7g: 0.0536, r7gd: 0.0681, r7i: 0.0662, r8g: 0.0589 },
  ...{ t3: 0.0416, t3a: 0.0376, t4g: 0.0336 },
  ...{ g4dn: 0.1315, g5: 0.2515, g5g: 0.105, g6: 0.2012, inf2: 0.1896, p3: 0.3825 },
};

/** How much dearer a region is than us-east-1: the middle of its c and m families, to about 5 %. Same page. */
const regions: Readonly<Record<string, number>> = {
  ...{
    "us-east-1": 1,
    "us-east-2": 1,
    "us-west-2": 1,
    "us-west-1": 1.2,
    "ca-central-1": 1.1,
    "sa-east-1": 1.57,
  },
  ...{ "eu-west-1": 1.12, "eu-west-2": 1.17, "eu-west-3": 1.18, "eu-central-1": 1.17, "eu-north-1": 1.07 },
  ...{ "ap-south-1": 1.03, "ap-southeast-1": 1.2, "ap-southeast-2": 1.28, "ap-northeast-1": 1.27 },
};

/**
 * What Spot costs, as a part of the price on demand. It changes with supply, by type and zone: savings of about 60 % are usual.
 * https://aws.amazon.com/ec2/spot/instance-advisor/
 */
export const spotShare = 0.4;

/**
 * About what a vCPU costs; undefined for a family or a region whose price is not known here.
 * @param family @example "c7g" @param region @example "eu-central-1"
 * @example vcpuPrice("c7g", "us-east-1")?.onDemand // 0.0363
 */
export function vcpuPrice(family: string, region: string): VcpuPrice | undefined {
  if (!Object.hasOwn(families, family) || !Object.hasOwn(regions, region)) return undefined;
  const onDemand = (families[family] ?? 0) * (regions[region] ?? 0);
  const gibPerVcpu = instanceRoom([`${family}.xlarge`]).memoryMiBPerVcpu / 1024;
  return { onDemand, spot: onDemand * spotShare, gibPerVcpu };
}

/** Whether the region's prices are known here. @example hasPrices("eu-central-1") // true */
export function hasPrices(region: string): boolean {
  return Object.hasOwn(regions, region);
}
