export { call, forever, interpret, type Service } from "./interpret.ts";
