import * as z from 'zod';
import { lakeFormatKey } from '../../glue/prefixes.ts';
import { BetlakeError, StaleObjectError } from './errors.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * The format of lakes that this version writes: the places and names of objects, and the fields of records.
 *
 * 1: version 0.1.0, which noted no format. 2: activity holds spent and won in place of debits and credits. 3: names of
 * files have their converter and definition, and records call `invalidations` what were `touches`.
 */
export const lakeFormat = 3;

const note = z.looseObject({ format: z.number().int().positive() });

/**
 * Reads the text of the lake's note of its format.
 *
 * @param place where the note is, for the message
 * @throws BetlakeError where it has none
 */
export function parseLakeFormat(text: string, place: string): number {
  try {
    return note.parse(JSON.parse(text)).format;
  } catch (error) {
    throw new BetlakeError(
      `${place} does not have the format of the lake; restore the file, or load the exports into a new lake`,
      { cause: error },
    );
  }
}

/**
 * Checks that this version knows a format.
 *
 * @param lake its place, for the message
 * @throws BetlakeError where a newer version has written the lake
 */
export function mustKnowFormat(format: number, lake: string): void {
  if (format <= lakeFormat) return;
  throw new BetlakeError(
    `the lake ${lake} has format ${format}, and this version of Betlake knows formats up to ${lakeFormat}: use the version that wrote it, or a newer one`,
  );
}

/**
 * Notes in a lake that this version writes to it: in a function before its first write, on a laptop at once for a new
 * lake and after its migration for an older one. From then on no earlier version writes to it.
 *
 * @throws BetlakeError where a newer version has written to it
 */
export async function claimLake(store: ObjectStore): Promise<void> {
  for (;;) {
    const current = await store.get(lakeFormatKey);
    const format = current && parseLakeFormat(current.body.toString('utf8'), store.toUri(lakeFormatKey));
    if (format === lakeFormat) return;
    if (format !== undefined) mustKnowFormat(format, store.toUri(''));
    try {
      await store.put(lakeFormatKey, `${JSON.stringify({ format: lakeFormat })}\n`, current?.etag);
      return;
    } catch (error) {
      // Another function that starts just now has noted it, or a newer version has.
      if (!(error instanceof StaleObjectError)) throw error;
    }
  }
}
