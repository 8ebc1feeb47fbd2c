import { startOfDay, toLinesPerSecond, toSecondOfDay } from './calendar.ts';
import type { Day } from './layout.ts';
import type { Random } from './random.ts';

/** Seconds between two stakes of a session, on average. */
const secondsPerRound = 4.5;
/** Lines that come of a stake, on average. */
const linesPerStake = 1.2;
/** In how many seconds sessions that are ahead of the day's course are to meet it again. */
const horizon = 45;

/**
 * The clock of the sessions under way: in a round each of them stakes once, 3 to 6 seconds after its last stake. How
 * many there are follows from how busy the hour is, so that the day's lines fill the day.
 */
export class Pace {
  /** When the round began, in seconds since 1970-01-01. */
  round = 0;
  #day: Day = { day: 0, firstLine: 0, endLine: 0 };

  startDay(day: Day): void {
    this.#day = day;
    this.round = Math.max(this.round, startOfDay(day.day));
  }

  /**
   * Begins the next round.
   *
   * @param isIdle whether nobody plays, so that time may pass until the next line is due
   * @returns how many sessions play in it
   */
  startRound(random: Random, line: number, isIdle: boolean): number {
    const { day, firstLine, endLine } = this.#day;
    const second = toSecondOfDay(line - firstLine, endLine - firstLine);
    const due = startOfDay(day) + second;
    this.round += 3 + random.below(4);
    if (isIdle && this.round < due) this.round = due + random.below(4);
    const ahead = this.round - due;
    const stakesPerSecond = toLinesPerSecond(second, endLine - firstLine) / linesPerStake;
    const sessions = Math.round(secondsPerRound * (1 + ahead / horizon) * stakesPerSecond);
    return Math.max(1, sessions);
  }
}
