/** The recording needs an operation, a service or a language that the embedded AWS does not have. */
export class Missing extends Error {}
