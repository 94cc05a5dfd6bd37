const VALUES: Readonly<Record<string, number>> = Object.fromEntries(
  [..."ABCDEFGH", ..."JKLMN", "P", "R", ..."STUVWXYZ", ..."0123456789"].map((c, i) => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    return [c, values[i] as number];
  }),
);
const WEIGHTS: readonly number[] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** A VIN read from outside: its key, and whether its check digit agrees. */
export interface Vin {
  readonly vin: string;
  /** False where position 9 is not the check digit: common outside China and North America, so a warning only. */
  readonly checkDigitValid: boolean;
}

/**
 * Normalises a vehicle identification number: 17 characters, upper case, no I, O or Q.
 *
 * A wrong check digit is reported, not refused: European makers do not use one, and a real car must not be lost.
 *
 * @returns the VIN, or `undefined` where the text is not one
 * @example
 * normaliseVin("1m8gdm9axkp042788"); // => { vin: "1M8GDM9AXKP042788", checkDigitValid: true }
 * normaliseVin("1M8GDM9A1KP042788"); // => { vin: "1M8GDM9A1KP042788", checkDigitValid: false }
 * normaliseVin("LSV"); // => undefined
 * @see GB 16735-2019 道路车辆 车辆识别代号(VIN), and ISO 3779
 */
export function normaliseVin(text: string): Vin | undefined {
  const vin = text.trim().toUpperCase();
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(vin)) return undefined;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (VALUES[vin[i] as string] as number) * (WEIGHTS[i] as number);
  const digit = sum % 11;
  return { vin, checkDigitValid: vin[8] === (digit === 10 ? "X" : String(digit)) };
}
