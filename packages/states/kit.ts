/** For code that generates machines from something else, such as a workflow kit. Authors do not need it. */

export { jobInCause } from "./services/batch/job-in-cause.ts";
