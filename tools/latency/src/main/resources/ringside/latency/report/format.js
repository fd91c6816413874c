// Values, times and scales as people read them.

const UNITS = ['ns', 'µs', 'ms', 's'];

function digits(value) {
  if (value === 0 || value >= 99.95) return value.toFixed(0);
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

/** [number, unit] of nanoseconds. */
function durationParts(ns) {
  let value = ns;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return [unit === 0 ? value.toFixed(0) : digits(value), UNITS[unit]];
}

function count(value) {
  return Math.round(value).toLocaleString('en-US');
}

function valueParts(stage, value) {
  return stage.isCount ? [value < 100 && value % 1 ? value.toFixed(1) : count(value), ''] : durationParts(value);
}

function shown(stage, value) {
  return valueParts(stage, value).join('\u2009').trim();
}

/** A number of an axis: no digits that say nothing. */
function tick(stage, value) {
  if (stage.isCount) return count(value);
  let number = value;
  let unit = 0;
  while (number >= 999.5 && unit < UNITS.length - 1) {
    number /= 1000;
    unit++;
  }
  return `${+number.toPrecision(3)}\u2009${UNITS[unit]}`;
}

function ordinal(place) {
  const end = place % 100 > 10 && place % 100 < 14 ? 'th' : { 1: 'st', 2: 'nd', 3: 'rd' }[place % 10] || 'th';
  return `${place}${end}`;
}

function clock(ms) {
  return new Date(ms).toISOString().slice(11, 19);
}

function day(ms) {
  return new Date(ms).toISOString().slice(0, 10);
}

function since(ms) {
  const seconds = ms / 1000;
  if (seconds < 60) return `${+seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} min`;
}

function percentOf(nines) {
  const percent = 100 * (1 - 10 ** -nines);
  return `${nines < 1 ? +percent.toFixed(1) : +percent.toFixed(Math.ceil(nines - 1e-9))} %`;
}

/** 1, 10, 100 … and 2, 5 between them where there is room. */
function logTicks(low, high, most) {
  const decades = Math.log10(high / low);
  const steps = decades * 3 <= most ? [1, 2, 5] : [1];
  const ticks = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.ceil(Math.log10(high)); decade++) {
    for (const step of steps) {
      const value = step * 10 ** decade;
      if (value >= low * 0.999 && value <= high * 1.001) ticks.push(value);
    }
  }
  return ticks;
}

function linearTicks(high, most) {
  const raw = high / most;
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = unit * [1, 2, 5, 10].find(each => each * unit >= raw);
  const ticks = [];
  for (let value = 0; value <= high * 1.0001; value += step) ticks.push(value);
  return ticks;
}
