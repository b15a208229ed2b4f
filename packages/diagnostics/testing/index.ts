export { anyCharacter } from "./any-character.ts";
export { rejection } from "./rejection.ts";
