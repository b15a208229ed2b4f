/** The groups of near-duplicates, an output of the stage "find-duplicates": a `DuplicatesFile`. */
export const duplicatesFile = "duplicates.json";
