/** How long the answer stays. */
const SAID_MS = 4000;

/** Asks what a moment is marked with, in a line at the page's lower edge, while the game goes on. */
export class Bookmark {
  #form = document.getElementById('bookmark');
  #text = this.#form.querySelector('input');
  #said = document.getElementById('bookmark-said');
  #client;
  #frame = -1;
  #timer = 0;

  /** @param {import('/client/client.js').RingsideClient} client */
  constructor(client) {
    this.#client = client;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send(this.#text.value.trim() || 'here');
      this.#close();
    });
    this.#text.addEventListener('keydown', (event) => {
      if (event.code === 'Escape') this.#close();
      event.stopPropagation();
    });
    this.#text.addEventListener('blur', () => this.#close());
  }

  /** What is meant is the picture of this moment, however long the text takes. */
  open() {
    this.#frame = this.#client.view?.frame ?? -1;
    this.#form.hidden = false;
    this.#text.value = '';
    this.#text.focus();
  }

  #close() {
    this.#form.hidden = true;
    this.#text.blur();
  }

  async #send(text) {
    try {
      this.#say(`marked at frame ${await this.#client.bookmark(text, this.#frame)}`);
    } catch (error) {
      this.#say(`not marked: ${error.message}`);
    }
  }

  #say(text) {
    this.#said.textContent = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.#said.textContent = ''; }, SAID_MS);
  }
}
