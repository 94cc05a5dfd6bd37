import { type EpochMs, type Json, type Label, requireNow } from "@tributary/core";
import type { Facts, NodeExplanation } from "../condition/index";
import type { TagSet } from "./define-tags";
import { deriveTags } from "./derive-tags";
import type { TagExplanation } from "./explain-tag";
import { inOrder } from "./standing-statements";
import { EVERY_TAG, type SubjectStatement, type TagStatement } from "./statement";

/** One line of what is held about a person as tags, for the person to read. */
export interface SubjectTag {
  /** A tag's name, or {@link EVERY_TAG}. */
  readonly tag: string;
  readonly label?: Label;
  readonly given: boolean;
  readonly value?: Json;
  /** What a given tag rests on; a tag that is not given has none. */
  readonly source?: "rule" | "fact" | "staff";
  /** The facts its rule read and found, each once. */
  readonly because: readonly { readonly fact: string; readonly value: Json }[];
  /** Everything that was said of it, whether it still stands or not, ascending by instant. */
  readonly statements: readonly TagStatement[];
}

/**
 * Lists everything the tags hold about a person: each tag given, with what it rests on, and every statement on file, those
 * that expired, those to come and those of tags that are no more included.
 *
 * @throws RangeError when `now` is no instant
 * @example
 * const tags = defineTags([{ tag: "hot", when: { fact: "intent", operator: "greaterThan", value: 0.8 } }]);
 * const [line] = listForSubject(tags, { intent: 0.9 }, [], { now: 0 });
 * [line.tag, line.source, line.because]; // => ["hot", "rule", [{ fact: "intent", value: 0.9 }]]
 * @see Personal Information Protection Law of the PRC, article 45: the right to consult and copy
 */
export function listForSubject(
  set: TagSet,
  facts: Facts,
  statements: readonly TagStatement[],
  { now }: { readonly now: EpochMs },
): readonly SubjectTag[] {
  const derived = deriveTags(set, facts, { now, statements });
  const known = set.definitions.map(({ tag }) => tag);
  const others = [...new Set(statements.map(({ tag }) => tag))].filter((tag) => !known.includes(tag)).sort();
  const said = (tag: string): readonly TagStatement[] => inOrder(statements.filter((one) => one.tag === tag));
  return [
    ...known.flatMap((tag) => {
      const { label, value, stated } = derived.tags.find((one) => one.tag === tag) ?? {};
      const explained = derived.explain(tag);
      if (!explained.given && said(tag).length === 0) return [];
      const source = stated ? "staff" : explained.condition ? "rule" : "fact";
      return [
        {
          tag,
          ...((label ?? explained.definition.label) && { label: label ?? explained.definition.label }),
          given: explained.given,
          ...(value !== undefined && { value }),
          ...(explained.given && { source }),
          because: stated ? [] : foundBy(explained),
          statements: said(tag),
        } as SubjectTag,
      ];
    }),
    ...others.map((tag) => ({ tag, given: false, because: [], statements: said(tag) })),
  ];
}

/** The facts that an explanation found, each once, in the order they are first read. */
function foundBy({ condition, facts = {} }: TagExplanation): SubjectTag["because"] {
  const found = new Map<string, Json>(Object.entries(facts));
  const visit = (node: NodeExplanation): void => {
    if (node.kind !== "leaf") node.children.forEach(visit);
    else if (node.actual !== undefined && !found.has(node.fact)) found.set(node.fact, node.actual as Json);
  };
  if (condition) visit(condition.root);
  return [...found].map(([fact, value]) => ({ fact, value }));
}

/** What is left to file after a person had tags deleted, and what has to go. */
export interface DeletedTags {
  /** Everything said of the tags before, to be deleted where it is kept. */
  readonly deleted: readonly TagStatement[];
  /** What stays, with an opt-out of each deleted tag so that no recomputation gives it again. */
  readonly kept: readonly TagStatement[];
}

/**
 * Deletes a person's tags on their demand: what staff said of them goes, and an opt-out takes its place.
 *
 * @param options.tags the tags to delete; all there are and will be where absent
 * @throws RangeError when `now` is no instant
 * @example
 * const said = { by: "staff", tag: "vip", at: 1, says: "give", author: "adviser:17" } as const;
 * deleteForSubject([said], { now: 9 });
 * // => { deleted: [{ by: "staff", tag: "vip", at: 1, says: "give", author: "adviser:17" }], kept: [{ by: "subject", tag: "*", at: 9, says: "optOut" }] }
 * @see Personal Information Protection Law of the PRC, articles 24 and 47: the right to refuse profiling, and to deletion
 */
export function deleteForSubject(
  statements: readonly TagStatement[],
  options: { readonly now: EpochMs; readonly tags?: readonly string[] },
): DeletedTags {
  const at = requireNow(options.now);
  const tags = options.tags ?? [EVERY_TAG];
  const goes = ({ tag }: TagStatement): boolean => tags.includes(EVERY_TAG) || tags.includes(tag);
  const optOuts = tags.map((tag): SubjectStatement => ({ by: "subject", tag, at, says: "optOut" }));
  return {
    deleted: statements.filter(goes),
    kept: [...statements.filter((said) => !goes(said)), ...optOuts],
  };
}
