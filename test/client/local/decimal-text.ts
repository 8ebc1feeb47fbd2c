/** The decimal that a text says, with its full scale: `-0.5` at scale 2 is `-0.50`, `-0` is `0.00`. */
export function toScaledText(text: string, scale: number): string {
  const [whole = '', decimals = ''] = text.replace('-', '').split('.');
  const digits = `${whole}.${decimals.padEnd(scale, '0')}`;
  return text.startsWith('-') && /[1-9]/.test(digits) ? `-${digits}` : digits;
}
