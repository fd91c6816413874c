const TITLES = {
  idle: 'Connecting',
  connecting: 'Connecting',
  joining: 'Joining',
  waiting: 'Connection lost',
  closed: 'Disconnected',
};

/** What a server says to who may come later, by the name of its reason. */
const NOT_YET = { MATCH_FULL: 'The match is full', NO_ROOM: 'The server is full', OVERLOADED: 'The server is busy' };

/** What covers the page while nobody plays: why, and what happens next. */
export class Overlay {
  #again = document.getElementById('overlay-again');
  #watch = document.getElementById('overlay-watch');

  /**
   * @param {import('/client/client.js').RingsideClient} client
   * @param {() => void} joinAgain
   * @param {boolean} watches whether this page only wants to watch
   */
  constructor(client, joinAgain, watches) {
    this.client = client;
    this.watches = watches;
    this.#again.addEventListener('click', joinAgain);
    this.#watch.addEventListener('click', () => {
      const address = new URL(window.location.href);
      address.searchParams.set('spectate', '1');
      window.location.assign(address);
    });
  }

  /** @param {import('/client/connection.js').Status} status */
  show(status) {
    const { disconnection } = status;
    document.body.dataset.state = status.state;
    document.body.dataset.reason = disconnection?.reason ?? '';
    if (status.state === 'playing') return;
    const hasPlayed = this.client.welcome !== null;
    const notYet = NOT_YET[disconnection?.reason] ?? 'No answer yet';
    const title = status.state === 'waiting' && !hasPlayed ? notYet : TITLES[status.state];
    document.querySelector('#overlay h1').textContent = hasPlayed && status.state === 'connecting' ? 'Reconnecting' : title;
    document.getElementById('overlay-detail').textContent = disconnection ? reasonText(disconnection) : sentence(status.detail);
    this.#again.hidden = status.state !== 'closed';
    this.#watch.hidden = this.watches || hasPlayed || disconnection?.reason !== 'MATCH_FULL';
    this.update();
  }

  /** The time that is left until the next attempt. */
  update() {
    const { status } = this.client;
    const left = Math.ceil((status.retryAtMs - performance.now()) / 1000);
    document.getElementById('overlay-next').textContent =
      status.state === 'waiting' ? `${status.disconnection ? 'asking again' : 'reconnecting'} in ${Math.max(0, left)} s` : '';
  }
}

const reasonText = ({ text, field, reason }) => `${text || reason}${field ? ` (${field})` : ''}`;

const sentence = (detail) => (detail ? detail[0].toUpperCase() + detail.slice(1) : '');
