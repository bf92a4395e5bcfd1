import { CopyField } from '../../../../web/parts/copy-field.tsx';
import classes from './api-reference.module.css';
import { type ApiDocument, type ApiOperation, jsonOf } from './document.ts';
import { curlOf } from './example.ts';
import { SchemaView, typeOf } from './schema-view.tsx';
import { WithCode } from './with-code.tsx';

const accessWords: Record<string, string> = {
  public: 'Anyone may call it.',
  'signed-in': 'Anyone who is signed in, or any token.',
};

/** One operation in full. */
export function OperationView({ operation, document }: { operation: ApiOperation; document: ApiDocument }) {
  const body = jsonOf(operation.requestBody?.content);
  const { access } = operation;
  return (
    <article className={classes.operation} aria-labelledby="operation">
      <h2 id="operation">{operation.summary ?? operation.id}</h2>
      <p className={classes.address}>
        <span className={classes.method}>{operation.method.toUpperCase()}</span>{' '}
        <code>/api/v1{operation.path}</code>
      </p>
      {operation.description ? (
        <p>
          <WithCode text={operation.description} />
        </p>
      ) : null}
      {access ? (
        <p className="mute">
          {accessWords[access] ?? (
            <>
              Needs the permission <code>{access}</code>.
            </>
          )}
        </p>
      ) : null}
      <h3>Try it</h3>
      <CopyField label="command" value={curlOf(operation, document.serverUrl)} block />
      <Parameters operation={operation} document={document} />
      {body ? (
        <>
          <h3>Body</h3>
          <SchemaView schema={body} schemas={document.schemas} />
        </>
      ) : null}
      <Answers operation={operation} document={document} />
    </article>
  );
}

function Parameters({ operation, document }: { operation: ApiOperation; document: ApiDocument }) {
  if (operation.parameters.length === 0) return null;
  return (
    <>
      <h3>Parameters</h3>
      <ul className={classes.fields}>
        {operation.parameters.map((parameter) => {
          const words = parameter.description ?? parameter.schema?.description;
          return (
            <li key={`${parameter.in} ${parameter.name}`}>
              <div className={classes.fieldLine}>
                <code>{parameter.name}</code>
                <span className="mute">
                  {parameter.schema ? typeOf(parameter.schema, document.schemas) : 'string'}, in the{' '}
                  {parameter.in}
                </span>
                {parameter.required ? <span className={classes.required}>required</span> : null}
              </div>
              {words ? (
                <div className={classes.fieldWords}>
                  <WithCode text={words} />
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Answers({ operation, document }: { operation: ApiOperation; document: ApiDocument }) {
  const good = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  const problems = Object.entries(operation.responses).filter(([status]) => !status.startsWith('2'));
  return (
    <>
      {good.map(([status, response]) => {
        const schema = jsonOf(response.content);
        return (
          <div key={status}>
            <h3>Answer {status}</h3>
            {schema ? (
              <SchemaView schema={schema} schemas={document.schemas} />
            ) : (
              <p className="mute">{response.description ?? 'No JSON.'}</p>
            )}
          </div>
        );
      })}
      {problems.length > 0 ? (
        <>
          <h3>Problems</h3>
          <ul className={classes.fields}>
            {problems.map(([status, response]) => (
              <li key={status}>
                <div className={classes.fieldLine}>
                  <code>{status}</code>
                  <span className="mute">{describe(response, document)}</span>
                </div>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

function describe(
  response: { description?: string | undefined; $ref?: string | undefined },
  document: ApiDocument,
): string {
  const name = response.$ref?.split('/').at(-1);
  return response.description ?? (name ? document.responses[name]?.description : undefined) ?? '';
}
