export { type Clock, realClock, VirtualClock } from "./clock.ts";
export { inTurns } from "./in-turns.ts";
export { nextTurn } from "./next-turn.ts";
export { Heap } from "./priority-queue.ts";
