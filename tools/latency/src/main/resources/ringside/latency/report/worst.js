// The moments in which a stage was at its worst, and what else was high in them.

/** Among the highest of the run: one of the first three, or of the first hundredth. */
function isHigh(rank) {
  return rank <= Math.max(3, run.moments / 100);
}

function place(rank) {
  return rank === 1 ? 'highest' : `${ordinal(rank)} highest`;
}

function worstCard(timeline) {
  const rows = el('tbody');
  let stage = stageOf(run, run.foremost);

  function chipsOf(moment) {
    const rest = moment.reached.map(([index, value, rank]) => ({ stage: run.stages[index], value, rank })).filter(each => each.stage !== stage);
    const value = moment.reached.find(([index]) => run.stages[index] === stage)[1];
    const own = each => each.stage.group === 'WAY' && stage.group === 'WAY';
    const bears = each => each.stage.group === 'MACHINE' || each.stage.tag === 'frame' || each.stage.tag === 'frameLateness' || (each.stage.group === 'FRAME' && stage.group === 'FRAME');
    for (const each of rest) each.large = !each.stage.isCount && !stage.isCount && bears(each) && each.value >= value / 4;
    const high = rest.filter(each => (isHigh(each.rank) || each.large) && each.value > 0 && !own(each)).sort((a, b) => a.rank - b.rank);
    const low = rest.filter(each => !high.includes(each));
    return [high, low];
  }

  function fillRows() {
    rows.replaceChildren();
    stage.worst.forEach((moment, i) => {
      const value = moment.reached.find(([index]) => run.stages[index] === stage)[1];
      const [high, low] = chipsOf(moment);
      const time = el('button', {
        type: 'button',
        title: 'Show it in the timeline',
        onclick: () => {
          for (const each of rows.children) each.classList.remove('chosen');
          row.classList.add('chosen');
          timeline.show(stage, moment.fromMs);
        },
      }, clock(run.fromMs + moment.fromMs));
      const row = el('tr', {},
        el('td', { class: 'left' }, time, el('small', {}, `+${since(moment.fromMs)}`)),
        el('td', {}, el('b', {}, shown(stage, value))),
        el('td', { class: 'left wrap' }, ...(high.length
          ? high.map(each => el('span', { class: 'chip' }, `${each.stage.tag} ${shown(each.stage, each.value)} · ${isHigh(each.rank) ? place(each.rank) : `${Math.round(100 * each.value / value)} % of it`}`))
          : [el('span', { class: 'rest' }, 'nothing else was out of the ordinary')])),
        el('td', { class: 'left wrap rest' }, low.map(each => `${each.stage.tag}\u00a0${shown(each.stage, each.value)}`).join(', ')));
      row.dataset.rank = i + 1;
      rows.append(row);
    });
  }

  const bar = el('div', { class: 'bar' }, el('h2', { id: 'worst-title' }, 'The worst moments'),
    el('div', { class: 'push' }, stageChoice('worst-stage', 'of', run.stages, stage, chosen => {
      stage = chosen;
      fillRows();
    })));
  fillRows();
  return el('section', { id: 'worst', class: 'card long', 'aria-labelledby': 'worst-title' }, bar,
    el('p', { class: 'rest' }, `Intervals of ${since(run.momentMs)} with the largest values. Marked: what else was among its own highest of the run just then, or at least a quarter as long.`),
    el('div', { class: 'scroll' }, el('table', {},
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'when (UTC)'), el('th', { scope: 'col' }, 'largest'),
        el('th', { scope: 'col', class: 'left' }, 'high at the same time'), el('th', { scope: 'col', class: 'left' }, 'largest of the others'))),
      rows)));
}
