export { type BundleArgs, bundle, type ModuleText } from "./bundle.ts";
export { moduleFile, packageFolder } from "./package-folder.ts";
