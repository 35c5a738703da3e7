// A token, or something that knows the current one: asked for every attempt.
export type Token = string | (() => string | Promise<string>);

export async function bearer(token: Token): Promise<Record<string, string>> {
  const value = typeof token === "string" ? token : await token();
  return { Authorization: `Bearer ${value}` };
}
