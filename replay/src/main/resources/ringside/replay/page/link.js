// A place in a recording as the part of an address behind #: file hash, match, frame, player.

/** @returns {{file: string, match: number, frame: number | undefined, player: number}} */
export function readLink(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const whole = (name) => (/^\d{1,10}$/.test(values.get(name) ?? '') ? Number(values.get(name)) : undefined);
  return { file: values.get('file') ?? '', match: whole('match') ?? 0, frame: whole('frame'), player: whole('player') ?? 0 };
}

export function writeLink({ file, match, frame, player }) {
  return `#file=${file}&match=${match}&frame=${frame}${player > 0 ? `&player=${player}` : ''}`;
}
