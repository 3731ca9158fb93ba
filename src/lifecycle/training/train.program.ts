import { answerOrder } from '../../platform/threads/answer-order.ts';
import { TRAIN } from './train-door.ts';
import { trainFromTable } from './train-from-table.ts';

await answerOrder(TRAIN, trainFromTable);
