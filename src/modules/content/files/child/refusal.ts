/** Thrown in the child: words for whoever brought the file, saying what is wrong with it and what to do. */
export class Refusal extends Error {
  override name = 'Refusal';
}
