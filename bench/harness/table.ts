/** A Markdown table; columns whose cells are figures stand to the right. */
export function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const isFigure = (cell: string) => cell === '' || /^[\d<–+-]/.test(cell);
  const rule = head.map((_, at) => (rows.every((row) => isFigure(row[at] ?? '')) ? '---:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Three significant digits: 1234.5 as 1,230, 0.01234 as 0.0123. */
export function showFigure(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

export function showSeconds(seconds: number): string {
  return `${showFigure(seconds)} s`;
}

export function showMilliseconds(seconds: number): string {
  return `${showFigure(seconds * 1000)} ms`;
}

export function showMib(bytes: number): string {
  return `${showFigure(bytes / 1024 ** 2)} MiB`;
}

export function showCount(count: number): string {
  return count.toLocaleString('en-US');
}

export function showAim(isMet: boolean): string {
  return isMet ? '**met**' : '**not met**';
}
