const SEPARATORS = /[\s\-.\u2010-\u2015\u00b7\u2022\u30fb]/g;

/**
 * Normalises a Chinese number plate (车牌): upper case, without separators.
 *
 * Seven or eight letters, digits and Chinese characters with at least one of the last are taken as a plate, our choice,
 * so that embassy and trailer plates are not lost.
 *
 * @returns the plate, or `undefined` where the text is not one
 * @example
 * normalisePlate("粤b·12345"); // => "粤B12345"
 * normalisePlate("B12345"); // => undefined
 * @see GA 36-2018 中华人民共和国机动车号牌
 */
export function normalisePlate(text: string): string | undefined {
  const plate = text.toUpperCase().replace(SEPARATORS, "");
  return /^(?=.*[\u4e00-\u9fff])[A-Z0-9\u4e00-\u9fff]{7,8}$/.test(plate) ? plate : undefined;
}
