import { answerOrder } from './answer-order.ts';
import { COUNTING } from './counting.fixture.ts';

await answerOrder(COUNTING, ({ until, ending }, report) => {
  for (let done = 1; done <= until; done++) report(done);
  if (ending === 'throw') throw new Error('counted too far');
  if (ending === 'exit') process.exit(7);
  const kept: number[][] = [];
  while (ending === 'fill-memory') kept.push(Array.from({ length: 10_000 }, () => kept.length + 0.5));
  while (ending === 'loop') Math.random();
  if (ending === 'answer-wrongly') report(Number.NaN);
  return { values: Float32Array.of(until, Number.NaN), secret: process.env.THREADS_TEST_SECRET ?? null };
});
