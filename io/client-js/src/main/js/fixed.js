/**
 * The twin of the engine's Fixed and Angle (ringside.engine.math), exact to the bit.
 *
 * Numbers are Q16.16 fixed point in whole JavaScript numbers of 32 bits: 65,536 stands for 1.0. Products of two of them
 * need 63 bits, more than the 53 of a JavaScript number, so they are split in halves. What does not fit 32 bits throws a
 * RangeError, where the engine throws an ArithmeticException. A test feeds both sides the same numbers.
 */

/** Bits behind the point. */
export const FRACTION_BITS = 16;

/** 1.0. */
export const ONE = 65536;

const INT_MIN = -2147483648;
const INT_MAX = 2147483647;

/** The largest part of a vector whose square sum is exact in a JavaScript number: 2^26, or 1,024.0. */
const EXACT_PART = 67108864;

function toInt(value) {
  if (value < INT_MIN || value > INT_MAX) {
    throw new RangeError(`${value} does not fit 32 bits`);
  }
  return value;
}

/** (a * b) >> 16 for |a| < 2^33 and a b of 32 bits. Adding 0 turns -0 into 0. */
function product(a, b) {
  const high = b >> 16;
  const low = b & 0xffff;
  return a * high + Math.floor((a * low) / ONE) + 0;
}

function quotient(numerator, denominator) {
  if (denominator === 0) {
    throw new RangeError('division by zero');
  }
  return toInt(Math.floor((numerator * ONE) / denominator) + 0);
}

export const Fixed = Object.freeze({
  FRACTION_BITS,
  ONE,

  /** A whole number, -32,768 to 32,767, as fixed point. */
  of(whole) {
    return toInt(whole * ONE);
  },

  /** numerator / denominator as fixed point: ratio(5, 2) is 2.5. */
  ratio(numerator, denominator) {
    return quotient(numerator, denominator);
  },

  multiply(a, b) {
    return toInt(product(a, b));
  },

  divide(a, b) {
    return quotient(a, b);
  },

  /** The whole part, rounded towards minus infinity. */
  floor(value) {
    return value >> FRACTION_BITS;
  },

  clamp(value, min, max) {
    return value < min ? min : Math.min(value, max);
  },

  /** The point `fraction` (0 to ONE) of the way from a to b. */
  lerp(a, b, fraction) {
    return toInt(a + product(b - a, fraction));
  },

  /** The square root of a fixed point number that is not negative. */
  sqrt(value) {
    return Fixed.sqrtOfWhole(value * ONE);
  },

  /** The length of a vector, exact to the last bit below. */
  length(x, y) {
    if (Math.abs(x) <= EXACT_PART && Math.abs(y) <= EXACT_PART) {
      return Fixed.sqrtOfWhole(x * x + y * y);
    }
    const square = BigInt(x) * BigInt(x) + BigInt(y) * BigInt(y);
    return toInt(sqrtOfBig(square));
  },

  /**
   * The square of a vector's length in 1/2^32ths: for comparing distances without a root. Parts beyond 1,024.0 throw, as
   * the square would not be exact.
   */
  lengthSquared(x, y) {
    if (Math.abs(x) > EXACT_PART || Math.abs(y) > EXACT_PART) {
      throw new RangeError(`the square of (${x}, ${y}) is not exact: parts of up to ${EXACT_PART} are`);
    }
    return x * x + y * y;
  },

  /** The largest whole number whose square is at most `value`, a whole number of up to 2^53. */
  sqrtOfWhole(value) {
    if (value < 0) {
      throw new RangeError(`the square root of ${value}`);
    }
    let root = Math.floor(Math.sqrt(value));
    while (root * root > value) {
      root--;
    }
    while ((root + 1) * (root + 1) <= value) {
      root++;
    }
    return root;
  },
});

/** The same for what does not fit 53 bits. */
function sqrtOfBig(value) {
  if (value > 0x7fff_ffff_ffff_ffffn) {
    throw new RangeError(`the square root of ${value}, which does not fit 63 bits`);
  }
  let root = BigInt(Math.floor(Math.sqrt(Number(value))));
  while (root * root > value) {
    root--;
  }
  while ((root + 1n) * (root + 1n) <= value) {
    root++;
  }
  return Number(root);
}

/** Angle.sinTable(). */
const SIN = Int32Array.of(
  0, 402, 804, 1206, 1608, 2010, 2412, 2814, 3216, 3617, 4019, 4420, 4821, 5222, 5623, 6023, 6424, 6824, 7224, 7623,
  8022, 8421, 8820, 9218, 9616, 10014, 10411, 10808, 11204, 11600, 11996, 12391, 12785, 13180, 13573, 13966, 14359,
  14751, 15143, 15534, 15924, 16314, 16703, 17091, 17479, 17867, 18253, 18639, 19024, 19409, 19792, 20175, 20557,
  20939, 21320, 21699, 22078, 22457, 22834, 23210, 23586, 23961, 24335, 24708, 25080, 25451, 25821, 26190, 26558,
  26925, 27291, 27656, 28020, 28383, 28745, 29106, 29466, 29824, 30182, 30538, 30893, 31248, 31600, 31952, 32303,
  32652, 33000, 33347, 33692, 34037, 34380, 34721, 35062, 35401, 35738, 36075, 36410, 36744, 37076, 37407, 37736,
  38064, 38391, 38716, 39040, 39362, 39683, 40002, 40320, 40636, 40951, 41264, 41576, 41886, 42194, 42501, 42806,
  43110, 43412, 43713, 44011, 44308, 44604, 44898, 45190, 45480, 45769, 46056, 46341, 46624, 46906, 47186, 47464,
  47741, 48015, 48288, 48559, 48828, 49095, 49361, 49624, 49886, 50146, 50404, 50660, 50914, 51166, 51417, 51665,
  51911, 52156, 52398, 52639, 52878, 53114, 53349, 53581, 53812, 54040, 54267, 54491, 54714, 54934, 55152, 55368,
  55582, 55794, 56004, 56212, 56418, 56621, 56823, 57022, 57219, 57414, 57607, 57798, 57986, 58172, 58356, 58538,
  58718, 58896, 59071, 59244, 59415, 59583, 59750, 59914, 60075, 60235, 60392, 60547, 60700, 60851, 60999, 61145,
  61288, 61429, 61568, 61705, 61839, 61971, 62101, 62228, 62353, 62476, 62596, 62714, 62830, 62943, 63054, 63162,
  63268, 63372, 63473, 63572, 63668, 63763, 63854, 63944, 64031, 64115, 64197, 64277, 64354, 64429, 64501, 64571,
  64639, 64704, 64766, 64827, 64884, 64940, 64993, 65043, 65091, 65137, 65180, 65220, 65259, 65294, 65328, 65358,
  65387, 65413, 65436, 65457, 65476, 65492, 65505, 65516, 65525, 65531, 65535, 65536, 65536,
);

/** Angle.atanTable(). */
const ATAN = Int32Array.of(
  0, 10430, 20860, 31290, 41718, 52145, 62571, 72994, 83416, 93835, 104251, 114664, 125073, 135479, 145880, 156277,
  166669, 177056, 187438, 197815, 208185, 218549, 228906, 239256, 249600, 259935, 270263, 280583, 290894, 301197,
  311491, 321775, 332050, 342315, 352570, 362814, 373047, 383270, 393481, 403681, 413869, 424044, 434208, 444358,
  454496, 464620, 474731, 484829, 494912, 504981, 515035, 525075, 535100, 545109, 555103, 565081, 575043, 584989,
  594918, 604831, 614727, 624606, 634467, 644311, 654136, 663944, 673734, 683505, 693257, 702990, 712705, 722400,
  732076, 741732, 751368, 760984, 770579, 780155, 789709, 799243, 808756, 818248, 827718, 837168, 846595, 856001,
  865384, 874746, 884085, 893402, 902696, 911968, 921217, 930443, 939645, 948825, 957981, 967114, 976223, 985308,
  994370, 1003407, 1012421, 1021410, 1030375, 1039316, 1048232, 1057123, 1065990, 1074832, 1083649, 1092442, 1101209,
  1109951, 1118668, 1127359, 1136026, 1144667, 1153282, 1161872, 1170436, 1178975, 1187488, 1195975, 1204436,
  1212871, 1221280, 1229664, 1238021, 1246352, 1254658, 1262937, 1271189, 1279416, 1287616, 1295790, 1303938,
  1312059, 1320154, 1328223, 1336265, 1344281, 1352271, 1360234, 1368170, 1376081, 1383964, 1391822, 1399652,
  1407457, 1415234, 1422986, 1430711, 1438409, 1446081, 1453727, 1461346, 1468939, 1476505, 1484045, 1491559,
  1499046, 1506507, 1513942, 1521350, 1528733, 1536089, 1543419, 1550722, 1558000, 1565251, 1572477, 1579676,
  1586849, 1593997, 1601118, 1608214, 1615284, 1622328, 1629346, 1636338, 1643305, 1650246, 1657162, 1664052,
  1670917, 1677757, 1684570, 1691359, 1698123, 1704861, 1711574, 1718262, 1724925, 1731563, 1738176, 1744764,
  1751327, 1757866, 1764380, 1770869, 1777334, 1783774, 1790190, 1796582, 1802949, 1809292, 1815611, 1821906,
  1828177, 1834423, 1840646, 1846846, 1853021, 1859173, 1865301, 1871405, 1877486, 1883544, 1889578, 1895590,
  1901578, 1907542, 1913484, 1919403, 1925299, 1931173, 1937023, 1942851, 1948656, 1954439, 1960199, 1965938,
  1971653, 1977347, 1983018, 1988668, 1994295, 1999901, 2005485, 2011047, 2016588, 2022107, 2027604, 2033080,
  2038535, 2043968, 2049381, 2054772, 2060142, 2065491, 2070820, 2076127, 2081414, 2086681, 2091927, 2097152, 2097152,
);

const TURN = 65536;
const QUARTER = TURN / 4;
const MASK = TURN - 1;

function quarterSin(within) {
  const step = within >> 6;
  const rest = within & 63;
  return SIN[step] + (((SIN[step + 1] - SIN[step]) * rest + 32) >> 6);
}

/** Angles in 1/65,536ths of a turn, counted from the x axis towards the y axis. */
export const Angle = Object.freeze({
  TURN,
  QUARTER,
  MASK,

  /** The sine, Q16.16. */
  sin(angle) {
    const quadrant = (angle >> 14) & 3;
    const within = angle & (QUARTER - 1);
    const value = quarterSin((quadrant & 1) === 0 ? within : QUARTER - within);
    return quadrant < 2 ? value : 0 - value;
  },

  /** The cosine, Q16.16. */
  cos(angle) {
    return Angle.sin((angle + QUARTER) | 0);
  },

  /** The angle of the vector (x, y), 0 to TURN - 1; 0 for the zero vector. */
  atan2(y, x) {
    const ax = Math.abs(x);
    const ay = Math.abs(y);
    if (ax === 0 && ay === 0) {
      return 0;
    }
    const steep = ay > ax;
    const ratio = Math.floor(((steep ? ax : ay) * ONE) / (steep ? ay : ax));
    const step = ratio >> 8;
    const rest = ratio & 255;
    const scaled = ATAN[step] + (((ATAN[step + 1] - ATAN[step]) * rest + 128) >> 8);
    let angle = (scaled + 128) >> 8;
    if (steep) {
      angle = QUARTER - angle;
    }
    if (x < 0) {
      angle = TURN / 2 - angle;
    }
    return (y < 0 ? -angle : angle) & MASK;
  },

  /** The shorter way from one angle to another, -TURN/2 to TURN/2 - 1. */
  difference(from, to) {
    return ((to - from) << 16) >> 16;
  },

  sinTable() {
    return Array.from(SIN);
  },

  atanTable() {
    return Array.from(ATAN);
  },
});
