export { rejection } from "./rejection.ts";
