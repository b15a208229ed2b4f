export { type Clock, realClock, VirtualClock } from "./clock.ts";
export { Heap } from "./priority-queue.ts";
