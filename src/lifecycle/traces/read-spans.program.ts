import { answerOrder } from '../../platform/threads/answer-order.ts';
import { answerAboutSpans } from './answer-about-spans.ts';
import { READ_SPANS } from './spans-door.ts';

await answerOrder(READ_SPANS, (order) => answerAboutSpans(order));
