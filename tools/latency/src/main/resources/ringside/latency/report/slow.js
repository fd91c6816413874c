// The frames that were over their budget: their parts, and what lay around them.

const SLOW_PARTS = [['late', 'late', '--mark'], ['frameInputs', 'inputs', '--c4'], ['frameStep', 'game step', '--c0'], ['frameHash', 'hash', '--c2'],
  ['frameCopy', 'copy', '--c3'], ['other', 'other', '--c5']];

function slowCard(timeline) {
  if (!run.slowFrames || !run.slowFrames.length) return null;
  const time = { isCount: false };
  const longest = run.slowFrames[0].totalNs;
  const part = (frame, key) => (key === 'late' ? frame.latenessNs : frame.parts[key]);
  const rows = run.slowFrames.map(frame => {
    const bar = el('span', { class: 'parts', title: SLOW_PARTS.map(([key, name]) => `${name} ${shown(time, part(frame, key))}`).join(', ') });
    for (const [key, , colour] of SLOW_PARTS) {
      const piece = el('i');
      piece.style.width = `${100 * part(frame, key) / longest}%`;
      piece.style.background = `var(${colour})`;
      bar.append(piece);
    }
    const around = [[frame.hiccupNs, 'hiccup'], [frame.gcPauseNs, 'gcPause']].filter(([ns]) => ns > 0)
      .map(([ns, name]) => el('span', { class: 'chip' }, `${name} ${shown(time, ns)}`));
    if (frame.skippedFrames) around.push(el('span', { class: 'chip' }, `${frame.skippedFrames} skipped`));
    const events = Object.entries(frame.events).map(([type, number]) => `${type}\u00a0${count(number)}`).join(', ');
    const stage = stageOf(run, 'frame') || stageOf(run, run.foremost);
    const when = el('button', { type: 'button', title: 'Show it in the timeline', onclick: () => timeline.show(stage, frame.atMs) }, clock(run.fromMs + frame.atMs));
    return el('tr', {},
      el('td', { class: 'left' }, when, el('small', {}, `+${since(frame.atMs)}`)),
      el('td', { class: 'left' }, el('b', {}, String(frame.frame)), el('small', {}, `engine ${frame.engine}, position ${frame.position}`)),
      el('td', {}, el('b', {}, shown(time, frame.totalNs)), el('small', {}, `${shown(time, frame.latenessNs)} late`)),
      el('td', { class: 'left' }, bar),
      el('td', { class: 'left wrap' }, ...(around.length ? around : [el('span', { class: 'rest' }, 'nothing')])),
      el('td', { class: 'left wrap rest' }, frame.slowestMatch ? `${frame.slowestMatch} (its frame ${frame.slowestMatchFrame}): ${shown(time, frame.slowestMatchNs)}` : '–'),
      el('td', { class: 'left wrap rest' }, events || 'none'));
  });
  const key = el('p', { class: 'key' }, ...SLOW_PARTS.map(([, name, colour]) => {
    const box = el('i', { class: 'box' });
    box.style.background = `var(${colour})`;
    return el('span', {}, box, name);
  }));
  const text = `${count(run.slowFrameCount)} frames took longer than their budget, from the moment they were due until all matches were published`
    + `${run.slowFrameCount > rows.length ? `; the ${rows.length} longest` : ''}. To run one again, many times, under the profiler: ringside latency replay DIR --frame F.`;
  return card('slow', 'Frames over their budget', text, key, el('div', { class: 'scroll' }, el('table', {},
    el('thead', {}, el('tr', {}, ...['when (UTC)', 'frame', 'total', 'parts', 'machine and JVM around it', 'slowest match', 'events since the frame before']
      .map((words, i) => el('th', { scope: 'col', class: i === 2 ? '' : 'left' }, words)))),
    el('tbody', {}, ...rows))));
}
