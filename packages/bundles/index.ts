export { type BundleArgs, bundle } from "./bundle.ts";
