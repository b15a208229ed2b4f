import type { PlatformSettings } from "../config/platform-settings.ts";
import type { Tenant } from "../config/tenants.ts";
import type { Workflow } from "../workflow-kit/at-deploy/declaration.ts";
import type { ImageBuild } from "./jobs/worker-image.ts";
import type { VpcArgs } from "./network/network.ts";
import type { TenantFile } from "./storage/tenant-files.ts";

/** What a platform consists of. Paths are relative to the program's folder. */
export interface BatchlineArgs extends PlatformSettings {
  /** The workflows. @example [nightlyReport] */
  readonly workflows: readonly Workflow[];
  /** The module that exports them as `workflows`. The functions are bundled with it. @default "workflows/declarations.ts" */
  readonly declarations?: string;
  /** The tenants. @example loadTenants("tenants", paramsOf(workflows)) */
  readonly tenants: readonly Tenant[];
  /** Files that the deployment puts into tenants' data. @default none @example [{ tenant: "acme", key: "supplier/products.xml", file: "samples/products.xml", contentType: "application/xml" }] */
  readonly tenantFiles?: readonly TenantFile[];
  /** The region of the AWS provider. @example "eu-central-1" */
  readonly region: string;
  /** A VPC to make, or an existing one. @default { zones: 1, internet: "nat" } @example { vpcId: vpc.vpcId, subnetIds: vpc.privateSubnetIds } */
  readonly vpc?: VpcArgs;
  /** Where the worker's image is built from, unless `workerImage` names one. @default { context: ".", dockerfile: "Dockerfile" } */
  readonly build?: ImageBuild;
  /**
   * Tags of instances, volumes and consumable resources. The provider's default tags do not reach them.
   * @default { application: <the project>, stack: <the stack> }
   */
  readonly tags?: Readonly<Record<string, string>>;
}
