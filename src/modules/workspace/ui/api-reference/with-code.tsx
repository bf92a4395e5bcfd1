/** Text in which `backticks` mark code, as descriptions in the contract have it. */
export function WithCode({ text }: { text: string }) {
  const [plain = '', code, ...rest] = text.split('`');
  if (code === undefined) return plain;
  return (
    <>
      {plain}
      <code>{code}</code>
      {rest.length > 0 ? <WithCode text={rest.join('`')} /> : null}
    </>
  );
}
