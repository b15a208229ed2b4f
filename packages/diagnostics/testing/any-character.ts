import fc from "fast-check";

const codePoints = fc.oneof(
  fc.integer({ min: 0, max: 0x7f }),
  fc.integer({ min: 0x80, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
);

/** Any character, as a unit of strings. fast-check's own `unit: "binary"` first fills tables for almost a second. */
export const anyCharacter = codePoints.map(
  (codePoint) => String.fromCodePoint(codePoint),
  (character) => {
    if (typeof character === "string" && [...character].length === 1)
      return character.codePointAt(0) as number;
    throw new TypeError("not a character");
  },
);
