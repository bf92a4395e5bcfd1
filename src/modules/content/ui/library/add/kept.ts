import { z } from 'zod';

const choices = z.object({
  type: z.string().nullable().catch(null),
  audience: z.enum(['buyer', 'seller']).catch('buyer'),
  personas: z.array(z.string()).catch([]),
  buyingStages: z.array(z.string()).catch([]),
  campaign: z.object({ id: z.string(), name: z.string() }).nullable().catch(null),
  owner: z.object({ id: z.string(), name: z.string() }).nullable().catch(null),
  /** null: never. */
  reviewInMonths: z.number().int().min(1).max(60).nullable().catch(6),
});
/** What is said of pieces that are added together. */
export type Choices = z.infer<typeof choices>;

const usual: Choices = {
  type: null,
  audience: 'buyer',
  personas: [],
  buyingStages: [],
  campaign: null,
  owner: null,
  reviewInMonths: 6,
};

/** What was chosen last in this workspace: whoever adds a series says it once. */
export function openChoices(
  workspaceId: string,
  storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
) {
  const name = `liaison-add-piece:${workspaceId}`;
  return {
    read: (): Choices => {
      try {
        return choices.safeParse(JSON.parse(storage.getItem(name) ?? 'null')).data ?? usual;
      } catch {
        return usual;
      }
    },
    keep: (next: Choices) => store(() => storage.setItem(name, JSON.stringify(next))),
  };
}

const uploads = z.record(z.string(), z.string());
const uploadsName = 'liaison-uploads';
const mostUploads = 20;

const keyOf = ({ name, size, lastModified }: Pick<File, 'name' | 'size' | 'lastModified'>) =>
  `${name}:${size}:${lastModified}`;

/** Uploads that broke off: the same file dropped again goes on from what had arrived. */
export function openUploads(storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage) {
  const read = (): Record<string, string> => {
    try {
      return uploads.safeParse(JSON.parse(storage.getItem(uploadsName) ?? '{}')).data ?? {};
    } catch {
      return {};
    }
  };
  const write = (next: Record<string, string>) =>
    store(() =>
      storage.setItem(
        uploadsName,
        JSON.stringify(Object.fromEntries(Object.entries(next).slice(-mostUploads))),
      ),
    );
  return {
    find: (file: File): string | null => read()[keyOf(file)] ?? null,
    keep: (file: File, uploadId: string) => write({ ...read(), [keyOf(file)]: uploadId }),
    drop: (file: File) => {
      const { [keyOf(file)]: _gone, ...rest } = read();
      write(rest);
    },
  };
}

function store(work: () => void): void {
  try {
    work();
  } catch {
    // A full or forbidden storage forgets; nothing else depends on it.
  }
}
