import { useEffect, useState } from 'react';
import type { Doc } from 'yjs';
import type { SharedDocument } from '../../../web/documents/index.ts';
import type { Board } from '../board.ts';
import { readBoardDocument } from '../board-document.ts';
import { type BoardDesk, openDesk } from './board-desk.ts';

/** The board as it is in its document now, read at most once for a frame of the screen. */
export function useBoard(document: Doc): Board {
  const [board, setBoard] = useState(() => readBoardDocument(document));
  useEffect(() => {
    let frame: number | undefined;
    const read = () => {
      frame = undefined;
      setBoard(readBoardDocument(document));
    };
    const onUpdate = () => {
      frame ??= requestAnimationFrame(read);
    };
    document.on('update', onUpdate);
    // What changed between the first reading and now was told to nobody.
    onUpdate();
    return () => {
      document.off('update', onUpdate);
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [document]);
  return board;
}

/** The desk at a board, for as long as the component is on the page; `null` for the moment before. */
export function useDesk(
  shared: SharedDocument,
  me: { readonly accountId: string; readonly name: string },
): BoardDesk | null {
  const { accountId, name } = me;
  const [desk, setDesk] = useState<BoardDesk | null>(null);
  useEffect(() => {
    const opened = openDesk(shared, { accountId, name });
    setDesk(opened);
    return () => opened.undoing.destroy();
  }, [shared, accountId, name]);
  return desk;
}

/** Whether there is something to undo and to do again. */
export function useUndoing({ undoing }: BoardDesk): { readonly canUndo: boolean; readonly canRedo: boolean } {
  const [can, setCan] = useState({ canUndo: false, canRedo: false });
  useEffect(() => {
    const look = () => setCan({ canUndo: undoing.canUndo(), canRedo: undoing.canRedo() });
    look();
    undoing.on('stack-item-added', look);
    undoing.on('stack-item-popped', look);
    return () => {
      undoing.off('stack-item-added', look);
      undoing.off('stack-item-popped', look);
    };
  }, [undoing]);
  return can;
}
