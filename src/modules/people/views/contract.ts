import { z } from 'zod';
import { operation } from '../../workspace/access.ts';
import { id, time } from '../records.ts';

const tag = 'Saved views';
const page = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .meta({ description: 'Which page it belongs to, such as contacts' });
const name = z.string().trim().min(1).max(120);
const state = z
  .record(z.string().max(100), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 20_000, 'too large: at most 20,000 characters of JSON')
  .meta({ description: "The page's own state, as it stands in its address" });

const savedView = z.object({
  id,
  page: z.string(),
  name: z.string(),
  state: z.record(z.string(), z.unknown()),
  shared: z.boolean(),
  mine: z.boolean(),
  createdBy: z.string().nullable(),
  createdAt: time,
});
export type SavedView = z.infer<typeof savedView>;

export const viewsContract = {
  list: operation({
    method: 'GET',
    path: '/saved-views',
    access: 'people:read',
    tag,
    summary: "A page's saved views: one's own and the shared ones",
  })
    .input(z.object({ page }))
    .output(z.object({ items: z.array(savedView) })),
  create: operation({
    method: 'POST',
    path: '/saved-views',
    access: 'views:write',
    tag,
    summary: 'Save a view',
    description: 'A token or the command line is nobody in particular: it may only make shared views.',
    creates: true,
  })
    .input(z.object({ page, name, state, shared: z.boolean().default(false) }))
    .output(savedView),
  update: operation({
    method: 'PATCH',
    path: '/saved-views/{savedViewId}',
    access: 'views:write',
    tag,
    summary: 'Rename, change or share one of your views',
  })
    .input(
      z.object({
        savedViewId: id,
        name: name.optional(),
        state: state.optional(),
        shared: z.boolean().optional(),
      }),
    )
    .output(savedView),
  remove: operation({
    method: 'DELETE',
    path: '/saved-views/{savedViewId}',
    access: 'views:write',
    tag,
    summary: 'Remove one of your views',
  })
    .input(z.object({ savedViewId: id }))
    .output(z.object({})),
};
