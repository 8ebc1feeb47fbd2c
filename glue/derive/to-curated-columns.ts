import { type Column, text, whole } from '../column.ts';
import type { Dataset, SourceColumn } from '../dataset.ts';

/** Where a curated row came from: the last columns of every curated file, and what breaks ties between rows. */
export const originColumns: readonly Column[] = [
  { name: 'landing_key', type: text, meaning: 'The landing object the row came from.' },
  { name: 'line_number', type: whole, meaning: 'Its line there, from 1, blank lines counted.' },
];

/** The columns of a data set's curated files, in order. */
export function toCuratedColumns(dataset: Dataset): readonly SourceColumn[] {
  return [...dataset.columns, ...originColumns];
}
