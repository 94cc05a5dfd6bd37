import * as z from "zod";
import { boundedList, DefinitionError, type Issue, issueAt, parseDefinition, type Result, refuse } from "../model";

/** What is given for one newcomer to one role. */
export interface RewardRule {
  /** The newcomer, whoever brought them, or whoever brought that one. No further up: see {@link checkRewards}. */
  readonly to: "newcomer" | "inviter" | "inviter's inviter";
  readonly points: number;
  /** Newcomers one person is rewarded for by this rule at most; all by default. */
  readonly maxPerPerson?: number;
}

/** The rewards of one campaign, as data. */
export interface RewardRules {
  /** The campaign: part of the id of every reward, so that none is paid twice. */
  readonly campaign: string;
  readonly rewards: readonly RewardRule[];
}

const rulesSchema: z.ZodType<RewardRules> = z.strictObject({
  campaign: z.string().regex(/^[^/]{1,100}$/, { error: "must be 1 to 100 characters without a slash" }),
  rewards: boundedList(
    z.strictObject({
      to: z.enum(["newcomer", "inviter", "inviter's inviter"]),
      points: z.int().min(1).max(1_000_000),
      maxPerPerson: z.int().min(1).max(1_000_000).exactOptional(),
    }),
    1,
    3,
  ),
});

/**
 * Checks reward rules from outside and says everything that is wrong with them at once.
 *
 * Rewards reach two levels up and no further: paying by three levels or more of recruits is what Chinese law takes for
 * pyramid selling (传销). Whether two are fit for a campaign is for the host's lawyers to say.
 *
 * @param input anything, usually parsed JSON
 * @returns the rules, or located issues
 * @example
 * checkRewards({ campaign: "spring", rewards: [{ to: "inviter", points: 200, maxPerPerson: 10 }] }).ok; // => true
 * const refused = checkRewards({ campaign: "", rewards: [{ to: "inviter", points: 0 }] });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/campaign", "/rewards/0/points"]
 * @see 国务院《禁止传销条例》(2005), article 7; 最高人民法院、最高人民检察院、公安部《关于办理组织领导传销活动刑事案件适用法律若干
 *   问题的意见》(2013), on three levels
 */
export function checkRewards(input: unknown): Result<RewardRules, readonly Issue[]> {
  const parsed = parseDefinition(rulesSchema, input, ["campaign", "rewards", "to", "points", "maxPerPerson"]);
  if (!parsed.ok) return parsed;
  const { rewards } = parsed.value;
  const issues = rewards.flatMap(({ to }, i) =>
    rewards.findIndex((other) => other.to === to) < i
      ? [issueAt("duplicate-name", ["rewards", i, "to"], `${JSON.stringify(to)} has a reward already`)]
      : [],
  );
  return issues.length === 0 ? parsed : refuse(issues);
}

/**
 * Declares the rewards of a campaign.
 *
 * @throws DefinitionError with every issue when the rules are none
 * @example
 * defineRewards({ campaign: "spring", rewards: [{ to: "newcomer", points: 50 }] }).campaign; // => "spring"
 */
export function defineRewards(rules: RewardRules): RewardRules {
  const checked = checkRewards(rules);
  if (!checked.ok) throw new DefinitionError("reward rules", checked.error);
  return checked.value;
}
