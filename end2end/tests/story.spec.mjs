// The main job, told twice: with wasm, where nothing reloads, and without any script.
import { expect, hydrated, signIn, test } from '../fixtures/test.mjs';

async function askAsGuest(page, desk, words) {
  await page.goto(`${desk.url}/new`);
  await page.fill('textarea[name=body]', words);
  await page.fill('input[name=name]', 'Gil Prats');
  await page.fill('input[name=email]', 'gil@guest.example');
  await page.click('form[action="/new"] button[type=submit]');
  await page.waitForURL(/\/t\/T-\d+\?k=[\w-]{16,}/);
  return new URL(page.url()).pathname.split('/').pop();
}

async function reply(page, words) {
  await page.locator('input[name=kind][value=reply]').check({ force: true });
  await page.fill('form[action$="/post"] textarea[name=body]', words);
  await page.locator('form[action$="/post"] button[type=submit]:visible').first().click();
}

test('a guest asks and sees answer and end live, an agent answers and resolves, the wall follows', async ({ browser, desk, page: guest }) => {
  const agent = await (await browser.newContext()).newPage();
  const wall = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  await wall.goto(desk.wall('staff'));
  await hydrated(wall);
  const counts = () => wall.locator('main').innerText();
  const before = await counts();

  const ref = await askAsGuest(guest, desk, 'The projector in room 3 stays dark.\n\nIt says `no signal`.');
  await hydrated(guest);
  await expect(guest.locator('h1')).toContainText('The projector in room 3 stays dark');
  await expect.poll(counts, { timeout: 2_000 }).not.toBe(before);

  await signIn(agent, desk, desk.bo);
  await agent.goto(`${desk.url}/desk`);
  await agent.locator(`a[href*="/desk/t/${ref}"]`).first().click();
  await agent.waitForURL(`**/desk/t/${ref}`);
  await hydrated(agent);

  let reloads = 0;
  guest.on('framenavigated', () => { reloads += 1; });
  await reply(agent, 'I am coming with a **new cable**.');
  await expect(guest.locator('.thread')).toContainText('I am coming with a new cable', { timeout: 1_000 });
  await expect(agent.locator('.thread')).toContainText('I am coming with a new cable');

  await agent.locator('form[action="/rpc/desk/resolve"] button[type=submit]').first().click();
  await expect(guest.getByText(/Bo says it works/i).first()).toBeVisible({ timeout: 1_000 });
  expect(reloads, 'the page never reloaded').toBe(0);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the same story is a handful of plain forms', async ({ browser, desk, page: guest }) => {
    const agent = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    const ref = await askAsGuest(guest, desk, 'My mouse is dead. It blinks red.');
    await expect(guest.locator('h1')).toContainText('My mouse is dead');

    await signIn(agent, desk, desk.bo);
    await agent.goto(`${desk.url}/desk/t/${ref}`);
    await reply(agent, 'Come by, there is one for you at the desk.');
    await expect(agent.locator('.thread')).toContainText('there is one for you');
    await agent.locator('form[action="/rpc/desk/resolve"] button[type=submit]').first().click();
    await expect(agent).toHaveURL(new RegExp(`/desk/t/${ref}`));

    await guest.reload();
    await expect(guest.locator('.thread')).toContainText('there is one for you');
    await expect(guest.getByText(/Bo says it works/i).first()).toBeVisible();
    await guest.fill('form[action$="/post"] textarea[name=body]', 'Thank you, it clicks.');
    await guest.locator('form[action$="/post"] button[type=submit]').first().click();
    await expect(guest.locator('.thread')).toContainText('it clicks');
  });

  test('what was typed survives an error', async ({ desk, page }) => {
    await page.goto(`${desk.url}/new`);
    await page.fill('textarea[name=body]', 'Words that I do not want to type again.');
    await page.fill('input[name=name]', 'Gil Prats');
    await page.fill('input[name=email]', 'gil at guest');
    await page.locator('form[action="/new"]').evaluate(form => { form.noValidate = true; }).catch(() => {});
    await page.click('form[action="/new"] button[type=submit]');
    await expect(page.locator('textarea[name=body]')).toHaveValue('Words that I do not want to type again.');
    await expect(page.locator('input[name=name]')).toHaveValue('Gil Prats');
    await expect(page.locator('input[name=email]')).toHaveAttribute('aria-invalid', 'true');
  });
});

test('a wrong or missing key looks exactly like a ticket that does not exist', async ({ browser, desk, page: guest }) => {
  const ref = await askAsGuest(guest, desk, 'Only for me.');
  const stranger = await (await browser.newContext()).newPage();
  const seen = async path => {
    const answer = await stranger.goto(desk.url + path);
    const text = (await stranger.locator('main').innerText()).replaceAll(/T-\d+/g, 'T-0');
    return `${answer.status()} ${text}`;
  };
  const absent = await seen('/t/T-999999');
  expect(absent).toMatch(/^404 /);
  expect(await seen(`/t/${ref}`)).toBe(absent);
  expect(await seen(`/t/${ref}?k=AAAAAAAAAAAAAAAAAAAAAAAA`)).toBe(absent);
});

test('a draft survives a closed tab, and is gone once it is sent', async ({ context, desk }) => {
  const first = await context.newPage();
  await first.goto(`${desk.url}/new`);
  await hydrated(first);
  await first.fill('textarea[name=body]', 'Half a thought');
  await first.waitForTimeout(600);
  await first.close();
  const second = await context.newPage();
  await second.goto(`${desk.url}/new`);
  await expect(second.locator('textarea[name=body]')).toHaveValue('Half a thought');
  await second.fill('input[name=name]', 'Gil Prats');
  await second.fill('input[name=email]', 'gil@guest.example');
  await second.click('form[action="/new"] button[type=submit]');
  await second.waitForURL(/\/t\/T-/);
  await second.goto(`${desk.url}/new`);
  await hydrated(second);
  await expect(second.locator('textarea[name=body]')).toHaveValue('');
});

test('two agents at once: the second is told what changed and loses nothing', async ({ browser, desk, page: guest }) => {
  const ref = await askAsGuest(guest, desk, 'The door squeaks.');
  const sit = async who => {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await signIn(page, desk, who);
    await page.goto(`${desk.url}/desk/t/${ref}`);
    return page;
  };
  const [bo, cy] = [await sit(desk.bo), await sit(desk.cy)];
  await reply(bo, 'Oil is on its way.');
  await expect(bo.locator('.thread')).toContainText('Oil is on its way');
  await reply(cy, 'I bring a new hinge.');
  await expect(cy.locator('textarea[name=body]')).toHaveValue('I bring a new hinge.');
  await expect(cy.locator('main')).toContainText('Bo');
  await cy.locator('form[action$="/post"] button[type=submit]:visible').first().click();
  await expect(cy.locator('.thread')).toContainText('I bring a new hinge');
});
