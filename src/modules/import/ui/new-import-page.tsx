import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { presetName } from '../contract.ts';
import { FilesStep } from './files-step.tsx';
import { MappingStep } from './mapping-step.tsx';
import { PresetStep } from './preset-step.tsx';
import { UploadStep } from './upload-step.tsx';

/** `import`: the one begun; `like`: the one whose mapping is used again; `preset`: none where columns are mapped by hand. */
const pageState = z.object({
  import: z.uuid().optional().catch(undefined),
  like: z.uuid().optional().catch(undefined),
  preset: z
    .union([presetName, z.literal('none')])
    .optional()
    .catch(undefined),
});

export type NewImportState = z.infer<typeof pageState>;

/** From choosing files to the trial run. What is begun stands in the address and on the server. */
export function NewImportPage() {
  const [state, set] = useUrlState(pageState);
  if (state.import === undefined)
    return <FilesStep like={state.like} onBegun={(id) => set({ import: id, like: undefined })} />;
  return <BegunImport importId={state.import} preset={state.preset} onPreset={(preset) => set({ preset })} />;
}

type BegunImportProps = {
  importId: string;
  preset: NewImportState['preset'];
  onPreset: (preset: NewImportState['preset']) => void;
};

function BegunImport({ importId, preset, onPreset }: BegunImportProps) {
  const record = useQuery(api.import.get.queryOptions({ input: { importId } }));
  if (record.error) {
    return (
      <>
        <FirstLine title="New import">This import cannot be shown.</FirstLine>
        <ProblemNotice error={record.error} onRetry={() => void record.refetch()} />
      </>
    );
  }
  if (!record.data) return <FirstLine title="New import">Looking at what is there.</FirstLine>;
  const { data } = record;
  if (data.status === 'uploading') {
    return <UploadStep record={data} onArrived={() => void record.refetch()} />;
  }
  const canChange =
    data.status === 'ready' || data.status === 'failed' || (data.status === 'done' && data.dryRun);
  if (!canChange) return <Navigate to="/imports/$id" params={{ id: importId }} replace />;
  const chosen = preset ?? presetName.safeParse(data.preset).data;
  if (chosen !== undefined && chosen !== 'none') {
    return <PresetStep record={data} preset={chosen} onMapByHand={() => onPreset('none')} />;
  }
  return <MappingStep key={importId} record={data} onPreset={onPreset} />;
}
