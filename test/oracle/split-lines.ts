export interface LandedLine {
  /** From 1, blank lines counted. */
  readonly lineNumber: number;
  /** Of the line's first byte in the inflated content; a BOM that opens it counts. */
  readonly byteOffset: number;
  /** Without LF. */
  readonly bytes: Buffer;
}

/** The lines of an object: each ends with LF, the last one may end without. */
export function* splitLines(content: Buffer): Generator<LandedLine> {
  const hasBom = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
  let byteOffset = hasBom ? 3 : 0;
  for (let lineNumber = 1; byteOffset < content.length; lineNumber += 1) {
    const found = content.indexOf(0x0a, byteOffset);
    const end = found === -1 ? content.length : found;
    yield { lineNumber, byteOffset, bytes: content.subarray(byteOffset, end) };
    byteOffset = end + 1;
  }
}
