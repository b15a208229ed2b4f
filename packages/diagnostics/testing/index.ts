export { anyCharacter } from "./any-character.ts";
export { rejection } from "./rejection.ts";
export { referenceCpuMs, relativeCpuTime } from "./relative-cpu-time.ts";
