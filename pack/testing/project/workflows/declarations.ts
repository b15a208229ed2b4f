import { greetings } from "./greetings/workflow.ts";

export const workflows = [greetings];
