import type { PropertyMap } from "../protocol/property.ts";
import type { CheckedInputs, Functions, Provider } from "../registrations/provider.ts";

export interface ServedProvider {
  /** The package, for example `aws`. */
  readonly name: string;
  /** Of the package, for example `7.48.0`. */
  readonly version: string;
  readonly provider: Provider;
  readonly functions: Functions;
  /** Checks the configuration of a provider resource, such as `region`. @default every configuration is valid */
  readonly checkConfig?: (config: PropertyMap) => CheckedInputs["failures"];
}
