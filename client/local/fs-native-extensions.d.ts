/** The package has no types of its own; declared here is what `lock.ts` calls. */
declare module 'fs-native-extensions' {
  /**
   * Takes an exclusive lock of the operating system on a whole file.
   *
   * @returns false where another open file has it
   */
  export function tryLock(descriptor: number): boolean;
}
