import { answerOrder } from '../../platform/threads/answer-order.ts';
import { answerQuestion } from './answer-question.ts';
import { EXPLAIN } from './explain-door.ts';

await answerOrder(EXPLAIN, (order) => answerQuestion(order));
