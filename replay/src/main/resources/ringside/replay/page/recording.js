// What the server knows of the recording, asked for over HTTP.

/** An answer that is none: its message is for people. */
export class PageError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'PageError';
  }
}

/** @param {string} path @returns {Promise<Response>} */
async function ask(path) {
  let response;
  try {
    response = await fetch(path);
  } catch {
    throw new PageError('the server of this page does not answer: was `replay open` ended?');
  }
  if (response.ok) return response;
  const said = await response.json().catch(() => ({}));
  throw new PageError(said.error ?? `${path}: ${response.status}`);
}

export const recording = async () => (await ask('/api/recording')).json();

/** @param {number} after how many marks are known */
export const survey = async (after) => (await ask(`/api/survey?after=${after}`)).json();

/** @param {number} from @param {number} to */
export const log = async (from, to) => (await ask(`/api/log?from=${from}&to=${to}`)).json();

/** @param {number} player @param {number} from @param {number} to */
export const claims = async (player, from, to) => (await ask(`/api/claims?player=${player}&from=${from}&to=${to}`)).json();

/** @param {number} from @param {number} to @returns {Promise<DataView>} */
export const inputs = async (from, to) =>
  new DataView(await (await ask(`/api/inputs?from=${from}&to=${to}`)).arrayBuffer());

/** @returns {Promise<DataView>} */
export const frames = async ({ from, count, step, player, engine }) =>
  new DataView(await (await ask(
    `/api/frames?from=${from}&count=${count}&step=${step}&player=${player}&engine=${engine ? 1 : 0}`)).arrayBuffer());
