import { checkJson, DEFINITION_JSON_LIMITS, hashHex, type Issue, type Result } from "@tributary/core/model";
import { type Blueprint, checkBlueprint } from "@tributary/rules/blueprint";
import { LRUCache } from "lru-cache";

/** Gives the compiled blueprint of a definition, compiled once per content. */
export interface BlueprintCache {
  /** What `checkBlueprint` gives; a definition that is the same JSON text is not read again. */
  check(definition: unknown): Result<Blueprint, readonly Issue[]>;
}

/** Most blueprints kept. Our choice: the live one, the next and the last few, with room for test runs. */
const DEFAULT_MAX = 8;

/**
 * Keeps compiled blueprints by the hash of their definition, for a host that loads its definition as JSON at every
 * request, as cloud functions do. Refusals are not kept.
 *
 * @param options.max most blueprints; those used least recently go first; 8 by default
 * @throws RangeError when `max` is not a whole number from 1
 * @example
 * const cache = blueprintCache();
 * const stored = JSON.stringify(automotiveDefinition());
 * const [first, again] = [cache.check(JSON.parse(stored)), cache.check(JSON.parse(stored))];
 * first.ok && again.ok && first.value === again.value; // => true
 */
export function blueprintCache({ max = DEFAULT_MAX }: { readonly max?: number } = {}): BlueprintCache {
  if (!(Number.isSafeInteger(max) && max >= 1)) throw new RangeError(`max must be a whole number from 1, got ${max}`);
  const known = new LRUCache<string, { readonly ok: true; readonly value: Blueprint }>({ max });
  return {
    check: (definition) => {
      const hash = hashOf(definition);
      const hit = hash === undefined ? undefined : known.get(hash);
      if (hit) return hit;
      const checked = checkBlueprint(definition);
      if (checked.ok && hash !== undefined) known.set(hash, checked);
      return checked;
    },
  };
}

/** The hash of a definition as JSON text: the order of its keys counts, for facts are read in it. */
const hashOf = (definition: unknown): string | undefined =>
  checkJson(definition, DEFINITION_JSON_LIMITS).length > 0 ? undefined : hashHex(JSON.stringify(definition));
