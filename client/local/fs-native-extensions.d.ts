/** The package has no types of its own; declared here is what `lock.ts` calls. */
declare module 'fs-native-extensions' {
  /**
   * Asks the operating system for an exclusive lock on a whole file.
   *
   * @returns false where another open file has it
   */
  export function tryLock(descriptor: number): boolean;
}
