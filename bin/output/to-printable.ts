/**
 * A text that is safe in a terminal. Shown as `\u001b` are control characters, by which a value or a file's name could
 * move the cursor, set the title or overwrite output; marks that change the direction of text; and characters without
 * width, which make different values look alike.
 *
 * @param kept control characters that stay as they are
 */
export function toPrintable(text: string, kept = ''): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/gu, (character) =>
    kept.includes(character) ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A message of some lines. */
export function toPrintableMessage(text: string): string {
  return toPrintable(text, '\n\t');
}
