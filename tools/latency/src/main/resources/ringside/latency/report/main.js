// Puts the page together.

function theme() {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let asked = null;
  const apply = () => {
    root.dataset.theme = asked || (dark.matches ? 'dark' : 'light');
    redraw();
  };
  dark.addEventListener('change', apply);
  const button = el('button', {
    type: 'button',
    id: 'theme',
    onclick: () => {
      asked = root.dataset.theme === 'dark' ? 'light' : 'dark';
      apply();
    },
  }, 'Light / dark');
  // Paper is light.
  let before = null;
  addEventListener('beforeprint', () => {
    before = root.dataset.theme;
    root.dataset.theme = 'light';
    redraw();
  });
  addEventListener('afterprint', () => {
    root.dataset.theme = before;
    redraw();
  });
  root.dataset.theme = dark.matches ? 'dark' : 'light';
  return button;
}

function build() {
  document.title = data.title;
  const button = theme();
  const head = document.getElementById('head');
  const main = document.getElementById('main');
  const timeline = timelineCard();
  const parts = [['way', 'The way of an input', wayCard()], ['curves', 'Percentiles', curvesCard()], ['timeline', 'Timeline', timeline.card],
    ['worst', 'Worst moments', worstCard(timeline)],
    ['slow', 'Slow frames', slowCard(timeline)], ['stages', 'All stages', stagesCard()], ['trouble', 'Unread lines', troubleCard()]]
    .filter(([, , card]) => card);
  const machine = run.notes.map(note => el('p', { class: 'machine' }, note));
  const compared = baseline ? [el('p', { class: 'facts' }, 'Baseline: ', ...facts(baseline).childNodes)] : [];
  const otherMachine = baseline ? baseline.notes.filter(note => !run.notes.includes(note)).map(note => el('p', { class: 'machine' }, `baseline: ${note}`)) : [];
  head.append(
    el('div', { class: 'bar' }, el('h1', {}, data.title), el('span', { class: 'push bar' }, button, el('button', { type: 'button', onclick: () => print() }, 'Print'))),
    facts(run), ...machine, ...compared, ...otherMachine,
    el('nav', { 'aria-label': 'Parts of this report' }, ...parts.map(([id, words]) => el('a', { href: `#${id}` }, words))));
  main.append(tiles(), ...parts.map(([, , card]) => card), readingCard());
  redraw();
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth !== width) {
      width = innerWidth;
      redraw();
    }
  });
  addEventListener('scroll', hideTip, { passive: true });
  // For whoever drives this page from outside: it is complete.
  document.documentElement.dataset.ready = 'yes';
}

build();
