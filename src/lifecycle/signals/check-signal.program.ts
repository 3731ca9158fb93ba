import { checkSignal } from '../../learning/index.ts';
import { answerOrder } from '../../platform/threads/answer-order.ts';
import { CHECK_PROGRAM } from './check-program.ts';

await answerOrder(CHECK_PROGRAM, ({ question, seed }, report) => checkSignal(question, { seed, onPhase: report }));
