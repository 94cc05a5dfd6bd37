import type { Tally } from "./pour";

/** Says how far a stream is, on one line that rewrites itself on a terminal and is printed now and then elsewhere. */
export function progressLine(title: string): {
  readonly show: (tally: Tally) => void;
  readonly end: (tally: Tally) => void;
} {
  const started = performance.now();
  const terminal = process.stderr.isTTY === true;
  let shownAt = 0;
  const text = ({ read, accepted, duplicate, refused }: Tally): string => {
    const seconds = (performance.now() - started) / 1000;
    const rate = Math.round(read / Math.max(seconds, 0.001));
    const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
    return `  ${title}: ${read} read · ${accepted} new · ${duplicate} duplicate · ${refused} refused · ${rate}/s · ${megabytes} MB`;
  };
  return {
    show(tally) {
      const elapsed = performance.now();
      if (elapsed - shownAt < (terminal ? 100 : 2_000)) return;
      shownAt = elapsed;
      process.stderr.write(terminal ? `\r${text(tally)}\u001b[K` : `${text(tally)}\n`);
    },
    end(tally) {
      process.stderr.write(`${terminal ? "\r" : ""}${text(tally)}${terminal ? "\u001b[K" : ""}\n`);
    },
  };
}
