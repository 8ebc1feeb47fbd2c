/** How a value is called: an empty one is NULL, a country's code gets its name. */
export function nameValue(column: string, value: string): string {
  if (value === '') return '(none)';
  if (column !== 'country_code' || !/^[A-Z]{2}$/.test(value)) return value;
  const name = countries.of(value);
  return name === undefined || name === value ? value : `${value} ${name}`;
}

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
