/**
 * The broker's function. It grants nothing yet: containers still use rights of their own.
 * @example export const handler = brokerHandler();
 */
export function brokerHandler(): (event: unknown) => Promise<never> {
  return async () => {
    throw new Error("this broker grants nothing yet");
  };
}
