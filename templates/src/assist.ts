// What the server knows about code that somebody reads or writes.
import { post } from "./link";
import type { Completion, NameCard } from "./protocol";

/** hover asks about a place in the code of a cell, as the page shows it; lines and columns begin at 1. */
export async function hover(base: string, at: { cell: string; line: number; col: number }): Promise<NameCard | null> {
  const answer = await post(`${base}/hover`, at);
  return answer.status === 204 ? null : ((await answer.json()) as NameCard);
}

/** complete asks what can be written at a place in the note; text is the note as it is being written. */
export async function complete(base: string, at: { text?: string; line: number; col: number }): Promise<Completion[]> {
  const answer = await post(`${base}/complete`, at);
  return (await answer.json()) as Completion[];
}
