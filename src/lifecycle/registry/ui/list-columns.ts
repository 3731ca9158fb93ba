import { type Column, formatDay } from '../../../web/kit/index.ts';

/** The last columns of every list of registered names: how many versions, and when something changed. */
export function lastColumns<Row extends { readonly versionCount: number; readonly updatedAt: string }>(): readonly [
  versions: Column<Row>,
  changed: Column<Row>,
] {
  return [
    {
      key: 'versions',
      head: 'Versions',
      align: 'end',
      isWideOnly: true,
      cell: ({ versionCount }) => versionCount,
      sortBy: ({ versionCount }) => versionCount,
    },
    {
      key: 'changed',
      head: 'Changed',
      isWideOnly: true,
      cell: ({ updatedAt }) => formatDay(updatedAt),
      sortBy: ({ updatedAt }) => updatedAt,
    },
  ];
}
