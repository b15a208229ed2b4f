import { outputsOfRun, type ResultFolder } from "../../workflow-kit/at-deploy/declaration.ts";

/** What a local run shows of its results: the folder that has `duplicatesFile`. */
export const results: readonly ResultFolder[] = [{ label: "Results", folder: outputsOfRun }];
