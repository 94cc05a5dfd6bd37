/**
 * One `WITH` of a statement: rows of occurrences, and what is aggregated of them per person. Names of ours hold a space,
 * which no name of a source can.
 */
export class Relation {
  readonly #columns: string[] = [];

  /**
   * @param name what it is called in the statement
   * @param rows what it reads, asked for once all is known of it: a table or a subquery, and `WHERE`
   */
  constructor(
    readonly name: string,
    readonly rows: () => string,
  ) {}

  /** Aggregates once more, and gives the column where the result of a person stands. */
  column(aggregate: string): string {
    const known = this.#columns.indexOf(aggregate);
    const place = known < 0 ? this.#columns.push(aggregate) : known + 1;
    return `"${this.name}"."c${place}"`;
  }

  /** The whole of it, by a column of persons. */
  toSql(person: string): string {
    const columns = this.#columns.map((aggregate, i) => `${aggregate} AS "c${i + 1}"`);
    return `"${this.name}" AS (SELECT ${[`${person} AS "person"`, ...columns].join(", ")} FROM ${this.rows()} GROUP BY ${person})`;
  }
}
