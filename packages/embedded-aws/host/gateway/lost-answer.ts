/** Thrown by a service whose answer shall not arrive: the gateway resets the connection. */
export class LostAnswer extends Error {}
