/**
 * Networks that behave badly, between real processes: proxies that delay, cut, throttle and garble what passes through them. What they
 * decide follows from a seed and from the bytes' places in their streams, never from when they come.
 */
package ringside.faults;
