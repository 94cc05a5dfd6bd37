/** What a label may show as it is; everything else is written as a character number. */
const NOT_PLAIN = /[^\p{L}\p{N} +/,.…×_-]/gu;
/** What Markdown reads unless it is inside a word or a number: underscores, and points as in lists and addresses. */
const LOOSE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\.(?!\p{N})/gu;
/** Line breaks, other controls, what has no glyph or turns the direction of writing, and all kinds of spaces. */
const BLANK = /[\p{C}\p{Z}]+/gu;
/** Longest line of a label, in characters; our choice. */
const LONGEST = 80;

/**
 * A quoted Mermaid label of several lines, which nothing in them can end.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
export const mermaidLabel = (...lines: readonly string[]): string => `"${lines.map(shown).join("<br/>")}"`;

/** What has no glyph becomes a space, and what is too long ends in `…`. */
function shown(text: string): string {
  const characters = [...text.replace(BLANK, " ").trim()];
  const kept = characters.length > LONGEST ? [...characters.slice(0, LONGEST - 1), "…"] : characters;
  return kept.join("").replace(NOT_PLAIN, numbered).replace(LOOSE, numbered);
}

const numbered = (character: string): string => `#${character.codePointAt(0)};`;
