import {
  type Icon,
  IconCircleCheck,
  IconCircleDashed,
  IconEyeOff,
  IconHelpCircle,
  IconUnlink,
} from '@tabler/icons-react';
import { StateWord } from '../../../web/kit/index.ts';
import type { Tone } from '../../../web/theme/index.ts';
import { TalkHere } from '../../conversation/ui/index.ts';
import { type ChainTile, NOT_MEASURED_YET } from '../chain-tiles.ts';
import { CHAIN_LINKS, type LinkState } from '../links.ts';
import { LINK_WORDS } from './state-words.ts';
import './the-chain.css';

const LOOK: Readonly<Record<LinkState, { readonly tone: Tone; readonly icon: Icon; readonly word: string }>> = {
  ok: { tone: 'reached', icon: IconCircleCheck, word: 'healthy' },
  broken: { tone: 'broken', icon: IconUnlink, word: 'weak' },
  unknown: { tone: 'unknown', icon: IconHelpCircle, word: 'unknown' },
  not_measured: { tone: 'unknown', icon: IconCircleDashed, word: 'not measured' },
};

/** The five links from the prediction to the money; the first weak one is widened and says what to do. */
export function TheChain({ slug, tiles }: { readonly slug: string; readonly tiles: readonly ChainTile[] }) {
  return (
    <section aria-labelledby="the-chain" className="tl-section">
      <h2 id="the-chain">{findingOf(tiles)}</h2>
      <ol className="tl-chain">
        {tiles.map((tile) => (
          <Tile key={tile.link} slug={slug} tile={tile} />
        ))}
      </ol>
    </section>
  );
}

function Tile({ slug, tile }: { readonly slug: string; readonly tile: ChainTile }) {
  const isHidden = tile.number === 'Hidden';
  const { tone, icon, word } = LOOK[tile.state];
  const { name, question } = LINK_WORDS[tile.link];
  return (
    <li data-tone={tone} data-wide={tile.isFirstWeak || undefined}>
      <div className="tl-chain-head">
        <h3>{name}</h3>
        <StateWord tone={tone} icon={isHidden ? IconEyeOff : icon}>
          {isHidden ? 'hidden' : word}
        </StateWord>
      </div>
      <p className="tl-muted tl-small">{question}</p>
      <p className="tl-chain-number">
        {tile.number}{' '}
        <TalkHere
          slug={slug}
          label={`${name}: ${tile.number}`}
          subject={{
            type: 'chain-link',
            id: tile.link,
            step: 'learn',
            path: `/i/${slug}/overview`,
            shown: tile.sentence,
          }}
        />
      </p>
      <p className="tl-chain-sentence">{tile.sentence}</p>
      {tile.whatToDo !== null && (
        <p className="tl-chain-todo">
          <b>{tile.isFirstWeak ? 'What to do: ' : ''}</b>
          {tile.whatToDo}
        </p>
      )}
    </li>
  );
}

/** The five questions before anything is measured. */
export function EmptyChain() {
  return (
    <section aria-labelledby="the-chain" className="tl-section">
      <h2 id="the-chain">The five links that will be measured</h2>
      <ol className="tl-chain">
        {CHAIN_LINKS.map((link) => (
          <li key={link} data-tone="unknown">
            <div className="tl-chain-head">
              <h3>{LINK_WORDS[link].name}</h3>
            </div>
            <p className="tl-muted tl-small">{LINK_WORDS[link].question}</p>
            <p>
              <StateWord tone="unknown">{NOT_MEASURED_YET}</StateWord>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The finding over the chain: which link broke first, that all of them hold, or how many are not known. */
function findingOf(tiles: readonly ChainTile[]): string {
  const weak = tiles.find(({ isFirstWeak }) => isFirstWeak);
  if (weak) return `From prediction to money: the chain breaks at ${LINK_WORDS[weak.link].name.toLowerCase()}`;
  const open = tiles.filter(({ state }) => state !== 'ok').length;
  if (open === 0) return 'From prediction to money: every link holds';
  const known = tiles.length - open;
  return `From prediction to money: ${known === 0 ? 'no link is known yet' : `${known} of ${tiles.length} links hold, the rest is not known yet`}`;
}
