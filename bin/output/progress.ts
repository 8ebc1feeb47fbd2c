import ora from 'ora';

/** Shows on stderr what is being done, where it takes more than an instant. */
export interface Progress {
  update(text: string): void;
  end(): void;
}

/** A line that changes in a terminal; elsewhere, such as in a log, a new line every few seconds. */
export function startProgress(text: string): Progress {
  if (process.stderr.isTTY) {
    const spinner = ora({ text, stream: process.stderr, discardStdin: false }).start();
    return {
      update(next) {
        spinner.text = next;
      },
      end() {
        spinner.stop();
      },
    };
  }
  let last = Date.now();
  return {
    update(next) {
      if (Date.now() - last < secondsBetweenLines * 1000) return;
      last = Date.now();
      process.stderr.write(`${next}\n`);
    },
    end() {},
  };
}

const secondsBetweenLines = 2;

/** 1234567 as 1,234,567. */
export function showCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** 1 day, 2 days. */
export function showCountOf(count: number, noun: string): string {
  return `${showCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
