import { type Event, type Issue, type Result, refuse } from "@tributary/core/model";
import { checkTagStatement, type TagStatement } from "@tributary/rules/tags";

/** The type of event that says something of a person's tag; its properties are a statement without its instant. */
export const TAG_STATED = "tagStated";

/** What an event of that type says, or why that is nothing. Its instant is the event's, and said once. */
export const tagStatementOf = ({ at, properties }: Event): Result<TagStatement, readonly Issue[]> =>
  Object.hasOwn(properties, "at")
    ? refuse([{ code: "unknown-member", pointer: "/at", message: "the statement has the instant of its event" }])
    : checkTagStatement({ ...properties, at });

/** What events say of tags; other types say nothing of them. */
export const tagStatementsIn = (events: readonly Event[]): readonly TagStatement[] =>
  events.flatMap((event) => {
    const said = event.type === TAG_STATED ? tagStatementOf(event) : undefined;
    return said?.ok ? [said.value] : [];
  });
