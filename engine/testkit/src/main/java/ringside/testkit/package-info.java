/**
 * A test kit for games: a {@link ringside.testkit.TestMatch} on a manual clock with scripted players, and checks that a
 * recorded run comes out the same again, from every checkpoint, beside another match and in other virtual machines.
 */
@NullMarked
package ringside.testkit;

import org.jspecify.annotations.NullMarked;
