const TITLES = {
  idle: 'Connecting',
  connecting: 'Connecting',
  joining: 'Joining',
  waiting: 'Connection lost',
  closed: 'Disconnected',
};

/** What covers the page while nobody plays: why, and what happens next. */
export class Overlay {
  #again = document.getElementById('overlay-again');

  /**
   * @param {import('/client/client.js').RingsideClient} client
   * @param {() => void} joinAgain
   */
  constructor(client, joinAgain) {
    this.client = client;
    this.#again.addEventListener('click', joinAgain);
  }

  /** @param {import('/client/connection.js').Status} status */
  show(status) {
    const { disconnection } = status;
    document.body.dataset.state = status.state;
    document.body.dataset.reason = disconnection?.reason ?? '';
    if (status.state === 'playing') return;
    const hasPlayed = this.client.welcome !== null;
    const title = status.state === 'waiting' && !hasPlayed ? 'No answer yet' : TITLES[status.state];
    document.querySelector('#overlay h1').textContent = hasPlayed && status.state === 'connecting' ? 'Reconnecting' : title;
    document.getElementById('overlay-detail').textContent = disconnection ? reasonText(disconnection) : sentence(status.detail);
    this.#again.hidden = status.state !== 'closed';
    this.update();
  }

  /** The time that is left until the next attempt. */
  update() {
    const { status } = this.client;
    const left = Math.ceil((status.retryAtMs - performance.now()) / 1000);
    document.getElementById('overlay-next').textContent =
      status.state === 'waiting' ? `reconnecting in ${Math.max(0, left)} s` : '';
  }
}

const reasonText = ({ text, field, reason }) => `${text || reason}${field ? ` (${field})` : ''}`;

const sentence = (detail) => (detail ? detail[0].toUpperCase() + detail.slice(1) : '');
