// Compares fixed.js with answers of the engine's own Fixed and Angle.
//
//   node fixed.test.mjs              the few answers below
//   node fixed.test.mjs VECTORS      also those of a file that FixedTwinTest (tools/arena) writes: lines of
//                                    "operation argument ... = answer", the answer "throws" where the engine throws

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

// By its text, so that the module loads without a package.json that says what it is.
const source = readFileSync(new URL('../main/js/fixed.js', import.meta.url), 'utf8');
const { Angle, Fixed } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

const OPERATIONS = {
  of: Fixed.of,
  ratio: Fixed.ratio,
  multiply: Fixed.multiply,
  divide: Fixed.divide,
  floor: Fixed.floor,
  clamp: Fixed.clamp,
  lerp: Fixed.lerp,
  sqrt: Fixed.sqrt,
  length: Fixed.length,
  lengthSquared: Fixed.lengthSquared,
  sqrtOfWhole: Fixed.sqrtOfWhole,
  sin: Angle.sin,
  cos: Angle.cos,
  atan2: Angle.atan2,
  difference: Angle.difference,
  sinTable: (index) => Angle.sinTable()[index],
  atanTable: (index) => Angle.atanTable()[index],
};

const KNOWN = `
multiply 98304 -98304 = -147456
multiply -1 1 = -1
multiply 2147483647 2147483647 = throws
divide -65536 131072 = -32768
divide 1 0 = throws
lerp -65536 65536 16384 = -32768
sqrt 131072 = 92681
length 196608 262144 = 327680
length 2147483647 1 = 2147483647
sin 16384 = 65536
cos -2147483648 = 65536
atan2 65536 -65536 = 24576
atan2 -1 0 = 49152
difference 65535 1 = 2
difference 0 32768 = -32768
`;

function answer(operation, args) {
  try {
    return operation(...args);
  } catch (error) {
    if (error instanceof RangeError) {
      return 'throws';
    }
    throw error;
  }
}

function check(text) {
  let count = 0;
  for (const line of text.split('\n')) {
    if (line !== '') {
      const [question, expected] = line.split(' = ');
      const [name, ...args] = question.split(' ');
      const got = answer(OPERATIONS[name], args.map(Number));
      // Object.is, as -0 is not an answer that the engine can give.
      assert.ok(Object.is(got, expected === 'throws' ? expected : Number(expected)), `${line}, not ${got}`);
      count++;
    }
  }
  return count;
}

let count = check(KNOWN);
if (process.argv[2] !== undefined) {
  count += check(readFileSync(process.argv[2], 'utf8'));
}
console.log(`fixed.js: ${count} answers agree`);
