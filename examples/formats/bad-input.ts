/** Something the user named that cannot be read, said in one sentence for them; anything else that fails is our mistake. */
export class BadInput extends Error {
  override readonly name = "BadInput";
}

/** Why the system could not use a path, in words; its code where we have none. */
export const whyNot = (error: unknown): string => {
  const { code } = error as { readonly code?: string };
  if (code === "EISDIR") return "is a folder, and a file is wanted";
  if (code === "EEXIST" || code === "ENOTDIR") return "is a file, or lies under one, and a folder is wanted";
  return `cannot be opened (${code ?? String(error)})`;
};
