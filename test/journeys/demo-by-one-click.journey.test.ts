import { afterAll, beforeAll, describe, it } from 'vitest';
import { checkPage } from './browser.ts';
import { type Journey, setUp, startJourney } from './journey.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await startJourney('demo-click');
});
afterAll(async () => {
  // Nobody waits for all of the stories here.
  await journey.browser.close();
  await journey.product.kill();
});

describe('somebody who first wants to see it at work', () => {
  it('fills it with demo stories by one click, and reads how far that is', async () => {
    const window = await journey.open(await setUp(journey));
    await window.page.goto(journey.url);
    await window.page.getByRole('button', { name: 'Fill with demo stories' }).click();
    await window.page.getByRole('progressbar', { name: /^Bringing in: / }).waitFor();
    await window.page.getByText(/^\d+ of \d+ stories$/).waitFor();
    await checkPage(window, 'stories on their way');
  });
});
