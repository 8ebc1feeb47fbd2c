/** Lines one after another, with a count of those that are not plain. */
export interface LineSource {
  /** Bad lines so far. */
  readonly badLines: number;
  /** Blank lines so far, each given out in front of another line. */
  readonly blankLines: number;
  /** The next line without its end. */
  next(): string;
}
