import { answerOrder } from '../../platform/threads/answer-order.ts';
import { JUDGE } from './judge-door.ts';
import { judgeModel } from './judge-model.ts';

await answerOrder(JUDGE, judgeModel);
