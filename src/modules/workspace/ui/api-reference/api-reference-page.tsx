import { TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import classes from './api-reference.module.css';
import { type ApiDocument, type ApiOperation, groupByTag, loadDocument } from './document.ts';
import { OperationView } from './operation-view.tsx';
import { WithCode } from './with-code.tsx';

const pageState = z.object({ op: z.string().catch(''), q: z.string().catch('') });

/** The API, made readable from its own OpenAPI document. */
export function ApiReferencePage() {
  const api = useQuery({
    queryKey: ['api-document'],
    queryFn: loadDocument,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!api.data) {
    return (
      <>
        <FirstLine title="API reference">The API, operation by operation</FirstLine>
        {api.error ? (
          <ProblemNotice error={api.error} onRetry={() => void api.refetch()} />
        ) : (
          <p role="status">Reading it…</p>
        )}
      </>
    );
  }
  return <Reference document={api.data} />;
}

function Reference({ document }: { document: ApiDocument }) {
  const [{ op, q }, set] = useUrlState(pageState);
  const onPhone = useMediaQuery(phone) ?? false;
  const wanted = q.trim().toLowerCase();
  const found = document.operations.filter((operation) => matches(operation, wanted));
  const picked = document.operations.find((operation) => operation.id === op);
  const shown = picked ?? (onPhone ? undefined : found[0]);
  return (
    <>
      <FirstLine
        title="API reference"
        sub={
          <>
            Version {document.version}. <WithCode text={document.description} /> The same as{' '}
            <a href="/api/openapi.json">OpenAPI 3.1</a>.
          </>
        }
      >
        {document.operations.length} operations do everything these pages do.
      </FirstLine>
      <div className={classes.columns}>
        {onPhone && picked ? null : (
          <div className={classes.index}>
            <TextInput
              type="search"
              aria-label="Search operations"
              placeholder="Search: contacts, POST, import…"
              value={q}
              onChange={(event) => set({ q: event.currentTarget.value }, { replace: true })}
            />
            <Index operations={found} picked={shown?.id} />
          </div>
        )}
        {shown ? (
          <div className={classes.detail}>
            {onPhone ? (
              <Link to="." search={(now: Record<string, unknown>) => ({ ...now, op: undefined })}>
                ← All operations
              </Link>
            ) : null}
            <OperationView key={shown.id} operation={shown} document={document} />
          </div>
        ) : null}
      </div>
    </>
  );
}

function matches(operation: ApiOperation, wanted: string): boolean {
  const text = `${operation.method} ${operation.path} ${operation.summary ?? ''} ${operation.tag} ${operation.access ?? ''}`;
  return text.toLowerCase().includes(wanted);
}

function Index({ operations, picked }: { operations: readonly ApiOperation[]; picked: string | undefined }) {
  if (operations.length === 0) return <p className="mute">No operation by that name.</p>;
  return (
    <nav aria-label="Operations">
      {groupByTag(operations).map(([tag, group]) => (
        <div key={tag}>
          <h2 className={classes.tag}>{tag}</h2>
          <ul className={classes.list}>
            {group.map((operation) => (
              <li key={operation.id}>
                <Link
                  to="."
                  search={(now: Record<string, unknown>) => ({ ...now, op: operation.id })}
                  aria-current={operation.id === picked ? 'true' : undefined}
                >
                  <span className={classes.listMethod}>{operation.method.toUpperCase()}</span>
                  {operation.summary ?? operation.path}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
