/** Feeds whatever reads bytes of strangers with copies of good messages that were damaged at random. */
package ringside.fuzz;
