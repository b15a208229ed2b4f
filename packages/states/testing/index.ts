export { Block } from "../authoring/block.ts";
export { ItemSource } from "../core/item-source.ts";
export { errorCodes } from "../error-codes.ts";
export { operations } from "../expression/operators.ts";
export { tokenPlaceholder } from "../token-placeholder.ts";
export { FakeBatch } from "./fake-batch.ts";
