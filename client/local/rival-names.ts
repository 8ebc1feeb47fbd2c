import { splitLandingName } from '../../glue/landing-name.ts';

/**
 * Suffixes that people and their programs add to the name of a file when they put its correction beside it:
 * `2021-10-04-corrected`, `2021-10-04 (2)`, `2021-10-04.1`, `2021-10-04_v2`. A hyphen and digits are more of a date.
 */
const added =
  /^(?:[ _.-]*\(?(?:correct(?:ed|ion)|fix(?:ed)?|final|new(?:est)?|latest|updated?|copy|v\d+)\)?[ _.-]*\(?\d*\)?|[ _.]*\(\d+\)|[ _.]\d{1,2})$/i;

/**
 * Notes for files whose names look like those of a file and its correction, which one wins where both have a row of the
 * same time: the one whose key sorts last, which the names do not show.
 *
 * @param changed keys that are new or changed: others were described before
 * @param keys all keys in the lake
 */
export function describeRivals(changed: readonly string[], keys: readonly string[]): string[] {
  const stems = new Map<string, string[]>();
  for (const key of new Set(keys)) {
    const [stem] = splitLandingName(key);
    stems.set(stem, [...(stems.get(stem) ?? []), key]);
  }
  const isChanged = new Set(changed);
  const notes: string[] = [];
  for (const [stem, rivals] of stems) {
    for (const original of findOriginals(stem, stems)) {
      for (const rival of rivals) {
        if (isChanged.has(rival) || isChanged.has(original)) notes.push(describe(original, rival));
      }
    }
  }
  return notes;
}

/** The keys whose name is the beginning of another, which goes on as corrections are named. */
function findOriginals(stem: string, stems: ReadonlyMap<string, readonly string[]>): readonly string[] {
  for (let end = stem.length - 1; stem[end] !== '/' && end > 0; end--) {
    if (!added.test(stem.slice(end))) continue;
    const originals = stems.get(stem.slice(0, end));
    if (originals) return originals;
  }
  return [];
}

function describe(original: string, rival: string): string {
  const [loser, winner] =
    Buffer.compare(Buffer.from(original), Buffer.from(rival)) < 0 ? [original, rival] : [rival, original];
  const advice =
    winner === rival
      ? ''
      : `. If ${rival} is a correction, ingest it in place of ${original}: under its name`;
  return `${original} and ${rival} look like a file and its correction: where both have a row of the same time, that of ${winner} counts and that of ${loser} does not, because the name that sorts last wins${advice}`;
}
