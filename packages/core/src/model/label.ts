/** A name people read, in Chinese and English. */
export interface Label {
  readonly zh: string;
  readonly en: string;
}
