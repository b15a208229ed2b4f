/**
 * What the page shows, as JSON. The server makes it from the records, and the report holds the same in one file.
 * Times are ISO 8601, unless a name ends in `Ms`: milliseconds since the run's start. Texts may be a supplier's or a
 * container's: the page escapes them. A field is absent if nobody recorded the fact.
 */
export * from "./view/actions.ts";
export * from "./view/chunk.ts";
export * from "./view/command.ts";
export * from "./view/mail.ts";
export * from "./view/matrix.ts";
export * from "./view/page.ts";
export * from "./view/run.ts";
export * from "./view/runs.ts";
export * from "./view/views.ts";
