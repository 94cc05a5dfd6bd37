import { type IdentifierKey, identifierKey, type Person } from "../model";
import { endedKey } from "./epoch";

/** The keys of a person's nodes, as edges call them: those it has, then those that went to others. */
export const nodeKeysOf = ({ ids, former = [] }: Person): readonly IdentifierKey[] => [
  ...ids.map(identifierKey),
  ...former.map(({ identifier, epoch }) => endedKey(identifierKey(identifier), epoch)),
];
