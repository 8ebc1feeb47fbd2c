/** The endings of landing files, as a message names them. */
export const landingEndings = '.json, .jsonl or .ndjson, each with or without .gz';

const ending = /\.(?:jsonl?|ndjson)(?:\.gz)?$/i;

/** Whether a file's name, or a key, is that of a landing file: by its ending, in any case. */
export function isLandingName(name: string): boolean {
  return ending.test(name);
}

/** A name or key, and the ending that makes it one of a landing file; empty where it has none. */
export function splitLandingName(name: string): [stem: string, ending: string] {
  const [found = ''] = ending.exec(name) ?? [];
  return [name.slice(0, name.length - found.length), found];
}
