import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { formatNumber } from '../../words/index.ts';
import { type Column, DataTable } from './data-table.tsx';
import { Disclosure } from './disclosure.tsx';
import { EmptyState } from './page.tsx';
import { EmptyChair, Faces, PersonFace } from './people.tsx';
import { Range } from './range.tsx';
import { StateWord } from './state-word.tsx';

interface Row {
  readonly name: string;
  readonly days: number | null;
}

const columns: readonly Column<Row>[] = [
  { key: 'name', head: 'Name', cell: (row) => row.name },
  { key: 'days', head: 'Days', cell: (row) => row.days ?? 'Not measured yet', sortBy: (row) => row.days, align: 'end' },
];
const rows: readonly Row[] = [
  { name: 'Long', days: 41 },
  { name: 'New', days: null },
  { name: 'Short', days: 3 },
];

/** The words of a markup, in order. */
const wordsOf = (markup: string) => markup.replace(/<[^>]+>/g, '');

describe('a table', () => {
  const markup = renderToStaticMarkup(
    <DataTable
      label="All things"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.name}
      rowTo={(row) => `/things/${row.name}`}
      startSort={{ key: 'days', direction: 'ascending' }}
      empty="Nothing yet"
    />,
  );

  it('says which column it is sorted by, and only sortable columns can be asked', () => {
    expect(markup).toMatch(/<th scope="col" class="tl-number" aria-sort="ascending"><button/);
    expect(markup).toContain('<th scope="col">Name</th>');
  });

  it('names every row by its head, which is the link of the row', () => {
    expect([...markup.matchAll(/<th scope="row"><a[^>]*href="([^"]+)"/g)].map(([, to]) => to)).toEqual([
      '/things/Short',
      '/things/Long',
      '/things/New',
    ]);
  });

  it('scrolls in a region that has a name and that a keyboard reaches', () => {
    const [, id] = /<section class="tl-scroll" aria-labelledby="([^"]+)" tabindex="0"/.exec(markup) ?? [];
    expect(markup).toContain(`<caption id="${id}" class="tl-hidden">All things</caption>`);
  });

  it('gives way to the empty state when there are no rows', () => {
    const empty = (
      <DataTable label="All things" columns={columns} rows={[]} rowKey={(row) => row.name} empty="Nothing yet" />
    );
    expect(renderToStaticMarkup(empty)).toBe('Nothing yet');
  });
});

it('what is closed is hidden, and its button says what it controls', () => {
  const markup = renderToStaticMarkup(<Disclosure label="Show the numbers">AUC 0.79</Disclosure>);
  const [, id] = /aria-expanded="false" aria-controls="([^"]+)"/.exec(markup) ?? [];
  expect(markup).toMatch(new RegExp(`<section id="${id}"[^>]*hidden=""[^>]*>AUC 0.79`));
});

it('content that stands alone is open, and has no button that would close it', () => {
  const markup = renderToStaticMarkup(
    <Disclosure label="Make another" canClose={false} isMadeOnOpening>
      The form
    </Disclosure>,
  );
  expect(markup).toMatch(
    /^<div class="tl-disclosure" data-printed="true"><section id="[^"]+">The form<\/section><\/div>$/,
  );
});

it('the action of an empty place stands where it stood when something has come', () => {
  const place = (isEmpty: boolean) =>
    renderToStaticMarkup(
      <EmptyState sentence="No table yet." action={<button type="button">Bring</button>} isEmpty={isEmpty} />,
    );
  expect(wordsOf(place(true))).toBe('No table yet.Bring');
  expect(place(false)).toBe('<div><div><button type="button">Bring</button></div></div>');
});

it('a state is never told by colour alone', () => {
  const markup = renderToStaticMarkup(<StateWord tone="broken">Reach is broken</StateWord>);
  expect(markup).toContain('<svg');
  expect(wordsOf(markup)).toBe('Reach is broken');
});

it('a range comes before its most likely value', () => {
  const markup = renderToStaticMarkup(<Range low={1.4} high={2.8} point={2.1} unit="points" format={formatNumber} />);
  expect(wordsOf(markup)).toBe('between 1.4 and 2.8 points (most likely 2.1)');
});

it('a face and an empty chair carry their words for those who do not see them', () => {
  expect(wordsOf(renderToStaticMarkup(<PersonFace name="Ana Silva" detail="waiting" />))).toBe('ASAna Silva, waiting');
  expect(wordsOf(renderToStaticMarkup(<EmptyChair label="Nobody yet: data engineer" />))).toBe(
    'Nobody yet: data engineer',
  );
  const many = ['Ana', 'Bo', 'Cy'].map((name) => ({ name }));
  expect(wordsOf(renderToStaticMarkup(<Faces people={many} most={2} />))).toContain('and 1 more');
});
