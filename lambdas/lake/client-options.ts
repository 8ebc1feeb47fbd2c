/**
 * How the clients of AWS behave in a function: a connection on which nothing moves is given up and tried
 * again well before the function's own time is over. There is no bound on a whole request: uploads are large.
 */
export const clientOptions = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 3_000, socketTimeout: 30_000 },
};
