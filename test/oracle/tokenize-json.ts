/** A member's value: a text is decoded, a number kept as written; what is inside another value is only checked. */
export interface Token {
  readonly kind: 'text' | 'number' | 'null' | 'boolean' | 'object' | 'array';
  readonly text: string;
}

export interface Member {
  readonly name: string;
  readonly token: Token;
}

/** Why a text is not one JSON object. */
export class JsonRefusal extends Error {
  readonly reason: 'not_json' | 'not_an_object' | 'nested_too_deep';

  constructor(reason: JsonRefusal['reason'], at: number) {
    super(`${reason} at ${at}`);
    this.reason = reason;
  }
}

/** The outermost object counts as 1. */
const MAX_DEPTH = 64;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const HEX = /^[0-9A-Fa-f]{4}$/;

/**
 * The members of the one object that a text holds, in their order, repeated names included.
 * @throws JsonRefusal
 * @see RFC 8259
 */
export function tokenizeObject(text: string): Member[] {
  const reader = new Reader(text);
  reader.skipSpace();
  const members: Member[] = [];
  const isObject = reader.peek() === '{';
  if (isObject) reader.readObject(1, members);
  else reader.readValue(0);
  reader.skipSpace();
  if (!reader.atEnd()) throw reader.refuse('not_json');
  if (!isObject) throw reader.refuse('not_an_object');
  return members;
}

class Reader {
  private at = 0;
  private readonly input: string;

  constructor(input: string) {
    this.input = input;
  }

  refuse(reason: JsonRefusal['reason']): JsonRefusal {
    return new JsonRefusal(reason, this.at);
  }

  atEnd(): boolean {
    return this.at >= this.input.length;
  }

  peek(): string {
    return this.input.charAt(this.at);
  }

  skipSpace(): void {
    for (;;) {
      const unit = this.input.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d) return;
      this.at += 1;
    }
  }

  private take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at += 1;
    return true;
  }

  private expect(text: string): void {
    if (!this.input.startsWith(text, this.at)) throw this.refuse('not_json');
    this.at += text.length;
  }

  readValue(depth: number): Token {
    switch (this.peek()) {
      case '"':
        return { kind: 'text', text: this.readText() };
      case '{':
        this.readObject(depth + 1);
        return { kind: 'object', text: '' };
      case '[':
        this.readArray(depth + 1);
        return { kind: 'array', text: '' };
      case 'n':
        this.expect('null');
        return { kind: 'null', text: '' };
      case 't':
        this.expect('true');
        return { kind: 'boolean', text: '' };
      case 'f':
        this.expect('false');
        return { kind: 'boolean', text: '' };
      default:
        return { kind: 'number', text: this.readNumber() };
    }
  }

  readObject(depth: number, members?: Member[]): void {
    if (depth > MAX_DEPTH) throw this.refuse('nested_too_deep');
    this.expect('{');
    this.skipSpace();
    if (this.take('}')) return;
    do {
      this.skipSpace();
      const name = this.readText();
      this.skipSpace();
      this.expect(':');
      this.skipSpace();
      const token = this.readValue(depth);
      members?.push({ name, token });
      this.skipSpace();
    } while (this.take(','));
    this.expect('}');
  }

  private readArray(depth: number): void {
    if (depth > MAX_DEPTH) throw this.refuse('nested_too_deep');
    this.expect('[');
    this.skipSpace();
    if (this.take(']')) return;
    do {
      this.skipSpace();
      this.readValue(depth);
      this.skipSpace();
    } while (this.take(','));
    this.expect(']');
  }

  private readNumber(): string {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.input)?.[0];
    if (found === undefined) throw this.refuse('not_json');
    this.at += found.length;
    return found;
  }

  private readText(): string {
    this.expect('"');
    let decoded = '';
    let from = this.at;
    for (;;) {
      const unit = this.input.charCodeAt(this.at);
      if (unit === 0x22) {
        decoded += this.input.slice(from, this.at);
        this.at += 1;
        return decoded;
      }
      // Past the end the unit is NaN, which is not at least 0x20 either.
      if (!(unit >= 0x20)) throw this.refuse('not_json');
      if (unit === 0x5c) {
        decoded += this.input.slice(from, this.at) + this.readEscape();
        from = this.at;
      } else {
        this.at += 1;
      }
    }
  }

  private readEscape(): string {
    const letter = this.input.charAt(this.at + 1);
    if (letter === 'u') {
      const hex = this.input.slice(this.at + 2, this.at + 6);
      if (!HEX.test(hex)) throw this.refuse('not_json');
      this.at += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const char = ESCAPES[letter];
    if (char === undefined) throw this.refuse('not_json');
    this.at += 2;
    return char;
  }
}
