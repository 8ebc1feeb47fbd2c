/** How often what may happen in one exploration; what is not named never does. */
export interface Faults {
  readonly puts?: number;
  readonly crashes?: number;
  readonly duplicates?: number;
  readonly losses?: number;
  readonly unloads?: number;
  readonly reloads?: number;
  readonly definitions?: number;
  /** Sweeps while others are at work. */
  readonly sweeps?: number;
  /** Passes of the sweep that search for unnamed files. */
  readonly removals?: number;
  /** 1: the lake begins empty. */
  readonly empty?: number;
}

/** What is explored to the end: faults in twos and threes, because all at once are more than can be. */
export const configurations: readonly Faults[] = [
  { puts: 3 },
  { puts: 3, empty: 1 },
  { puts: 2, empty: 1, crashes: 1, losses: 1 },
  { puts: 2, crashes: 1, losses: 1 },
  { puts: 2, duplicates: 1 },
  { puts: 1, crashes: 2, duplicates: 1 },
  { puts: 1, losses: 2, sweeps: 1 },
  { puts: 1, crashes: 1, sweeps: 1 },
  { puts: 1, unloads: 1, reloads: 1 },
  { puts: 1, unloads: 1, crashes: 1, losses: 1 },
  { puts: 1, reloads: 1, duplicates: 1 },
  { puts: 1, definitions: 1, crashes: 1, losses: 1 },
  { puts: 1, definitions: 1, unloads: 1 },
  { definitions: 2, crashes: 1, sweeps: 1 },
  { puts: 1, removals: 2, crashes: 1 },
  { puts: 1, removals: 2, unloads: 1 },
];

/** A mistake that somebody could make in the protocol. */
export interface Bug {
  /** The option that plants it. */
  readonly option: string;
  readonly faults: Faults;
  /** How the promise begins that it breaks. */
  readonly breaks: string;
}

export const bugs: readonly Bug[] = [
  { option: 'BUG_OBJECT_BEFORE_RECORD', faults: { puts: 2 }, breaks: 'order' },
  { option: 'BUG_UNCONDITIONAL_COMMIT', faults: { puts: 2 }, breaks: 'order' },
  { option: 'BUG_OTHERS_ENTRY', faults: { puts: 2 }, breaks: 'atomic visibility: no day becomes older' },
  {
    option: 'BUG_UNCONDITIONAL_TABLE',
    faults: { puts: 2 },
    breaks: 'atomic visibility: no day becomes older',
  },
  { option: 'BUG_FILES_FROM_LISTING', faults: { puts: 2 }, breaks: 'whole versions: a day' },
  {
    option: 'BUG_DROP_WITHOUT_PAIR',
    faults: { puts: 2, empty: 1, crashes: 1 },
    breaks: 'exactly-once effect',
  },
  {
    option: 'BUG_SWEEP_WITHOUT_PAIR',
    faults: { puts: 2, empty: 1, crashes: 1, losses: 1 },
    breaks: 'exactly-once effect',
  },
  { option: 'BUG_SWEEP_AT_ONCE', faults: { puts: 1, removals: 1 }, breaks: 'whole versions: records' },
];
