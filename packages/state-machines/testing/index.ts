export { batches } from "../distributed-map/batches.ts";
export { Tolerance } from "../distributed-map/tolerance.ts";
export { call, forever, interpret, type Service } from "./interpret.ts";
