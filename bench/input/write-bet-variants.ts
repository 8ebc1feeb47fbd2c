import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { addDays } from '../../glue/calendar.ts';

/** Ways to write every line of a file, all with the same values. */
export const lineVariants = {
  regular: { name: 'as the source writes it', write: (line: string) => line },
  compact: {
    name: 'no spaces',
    write: (line: string) => line.replaceAll(/([:,]) "/g, '$1"').replaceAll(': ', ':'),
  },
  reversed: {
    name: 'keys in the opposite order',
    write: (line: string) => toLine(toMembers(line).reverse()),
  },
  shuffled: {
    name: 'keys in another order each line',
    write: (line: string, number: number) => {
      const members = toMembers(line);
      const cut = number % members.length;
      return toLine([...members.slice(cut), ...members.slice(0, cut)]);
    },
  },
  unquoted: {
    name: 'amounts without quotes',
    write: (line: string) => line.replaceAll(/_amount": "([0-9.-]+)"/g, '_amount": $1'),
  },
  extended: {
    name: 'a field that is not known',
    write: (line: string, number: number) => `${line.slice(0, -1)}, "export_batch": "b-${number % 100}"}`,
  },
  nested: {
    name: 'a field that is not known, with an object in it',
    write: (line: string, number: number) => `${line.slice(0, -1)}, "export": {"batch": ${number % 100}}}`,
  },
  escaped: {
    name: 'an escaped character',
    write: (line: string) =>
      line.replace(/"player_code": "(.)/, (_, first) => `"player_code": "${toEscape(first)}`),
  },
} as const;

export type LineVariant = keyof typeof lineVariants;

export interface BetVariants {
  readonly path: string;
  /** A file of regular bets. */
  readonly regular: string;
  readonly variant: LineVariant;
}

/** Writes a file of bets again, every line in one variant. */
export function writeBetVariants({ path, regular, variant }: BetVariants): Promise<void> {
  return writeAgain(path, regular, lineVariants[variant].write);
}

/** Writes a file of bets again, each of the next of so many dates: those of 4,000 begin in 2015. */
export function scatterBets(options: {
  readonly path: string;
  readonly regular: string;
  readonly days: number;
}): Promise<void> {
  return writeAgain(options.path, options.regular, (line, number) => {
    const date = addDays('2015-01-01', number % options.days);
    return line.replace(/(?<="bet_dt": ")\d{4}-\d\d-\d\d/, date);
  });
}

async function writeAgain(
  path: string,
  regular: string,
  write: (line: string, number: number) => string,
): Promise<void> {
  const file = await open(path, 'w');
  let held = '';
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(regular) })) {
      held += `${write(line, number++)}\n`;
      if (held.length < 1024 ** 2) continue;
      await file.writeFile(held);
      held = '';
    }
    await file.writeFile(held);
  } finally {
    await file.close();
  }
}

/** The members of an object whose values hold no comma. */
function toMembers(line: string): string[] {
  return line.slice(1, -1).split(', ');
}

function toLine(members: readonly string[]): string {
  return `{${members.join(', ')}}`;
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
