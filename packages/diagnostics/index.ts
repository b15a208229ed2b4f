export { CodedError, codedMessage, type ErrorCodes } from "./coded-error.ts";
export { defined } from "./defined.ts";
export { duration } from "./duration.ts";
export { isRecord } from "./is-record.ts";
export { InvariantError, must } from "./must.ts";
export { didYouMean, nearest, suggestion } from "./nearest.ts";
export { plural } from "./plural.ts";
export { codePoint, printable } from "./printable.ts";
export { withoutUserInfo } from "./without-user-info.ts";
