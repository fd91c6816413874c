/**
 * Whatever reads bytes of strangers, and what is asked of it for any bytes: {@link ringside.fuzz.Decoder} says what there is to read,
 * {@link ringside.fuzz.Judge} whether it did well.
 */
package ringside.fuzz;
